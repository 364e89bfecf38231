using Serilog.Events;
using Serilog.Parsing;
using TrailBoard.Web.Hosting;

namespace TrailBoard.Web.Tests.Hosting;

/// <summary>What AWS says in its errors may hold what was sent to it, and that is not written down.</summary>
public sealed class LogSecretTests
{
    [Theory]
    [InlineData("IQoJb3JpZ2luX2VjEJv//////////wEaCWV1LXdlc3QtMSJIMEYCIQ")]
    [InlineData("a-token-of-another-shape")]
    public void The_session_token_in_what_AWS_says_of_a_wrong_signature_is_in_no_line_of_the_log(string token)
    {
        var said = $"The request signature we calculated does not match.\n\nThe Canonical String for this request should have been\n'POST\n/\n\nhost:sqs.eu-west-1.amazonaws.com\nx-amz-security-token:{token}\n\nhost'";
        var fault = new IOException("The queue could not be asked.", new InvalidOperationException(said));
        var template = new MessageTemplateParser().Parse("The source {Source} failed: {Error}");
        var line = new LogEvent(
            new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero), LogEventLevel.Warning, fault, template,
            [new LogEventProperty("Source", new ScalarValue("prod")), new LogEventProperty("Error", new ScalarValue(said))]);
        using var written = new StringWriter();

        new Logs.OneLine().Format(line, written);

        Assert.DoesNotContain(token, written.ToString(), StringComparison.Ordinal);
        Assert.Contains("The source prod failed: The request signature we calculated does not match.", written.ToString(), StringComparison.Ordinal);
        Assert.Contains("x-amz-security-token:***", written.ToString(), StringComparison.Ordinal);
    }
}
