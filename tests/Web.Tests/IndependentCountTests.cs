using System.Diagnostics;
using System.Text.Json;

namespace TrailBoard.Web.Tests;

/// <summary>
/// The verb <c>query --group-by</c> against a count by jq over the raw files of one real account: another program, another
/// language, none of our code.
/// </summary>
public sealed class IndependentCountTests(Xunit.Abstractions.ITestOutputHelper output) : IAsyncLifetime
{
    private readonly string _store = Path.Combine(Path.GetTempPath(), $"trailboard-count-{Guid.NewGuid():N}.db");
    private string? _trail;

    public async Task InitializeAsync()
    {
        _trail = Samples.Folder is { } samples ? Path.Combine(samples, "cloudtrail", "invictus-ir_MIT", "CloudTrail") : null;
        if (_trail is not null)
        {
            Assert.Equal(0, (await Verb.RunAsync("import", _trail, "--store", _store)).ExitCode);
        }
    }

    public Task DisposeAsync()
    {
        foreach (var file in Directory.EnumerateFiles(Path.GetTempPath(), Path.GetFileName(_store) + "*"))
        {
            File.Delete(file);
        }

        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("ip", ".sourceIPAddress")]
    [InlineData("region", ".awsRegion")]
    [InlineData("service", ".eventSource")]
    [InlineData("action", ".eventName")]
    [InlineData("error", ".errorCode")]
    [InlineData("account", ".recipientAccountId // .userIdentity.accountId")]
    [InlineData("accessKey", ".userIdentity.accessKeyId")]
    [InlineData("identityType", ".userIdentity.type")]
    [InlineData("userAgent", ".userAgent")]
    [InlineData("identity", """.userIdentity | if .type == "AssumedRole" then .sessionContext.sessionIssuer.arn else (.arn // .invokedBy // .userName) end""")]
    public async Task Groups_equal_a_count_by_jq_over_the_raw_files(string field, string expression)
    {
        if (_trail is null)
        {
            output.WriteLine("TRAILBOARD_SAMPLES is not set: nothing was compared.");
            return;
        }

        var expected = await JqAsync($$"""
            [inputs | .Records[]] | unique_by(.eventID)
            | map({value: ({{expression}}), error: (.errorCode != null or .errorMessage != null), write: (.readOnly == false), time: .eventTime})
            | map(select(.value != null and .value != "" and .value != "HIDDEN_DUE_TO_SECURITY_REASONS")) | group_by(.value)
            | map({value: .[0].value, count: length, errors: map(select(.error)) | length, writes: map(select(.write)) | length,
                   first: map(.time) | min, last: map(.time) | max})
            | sort_by([-.count, .value])
            """);
        var query = await Verb.RunAsync("query", "", "--group-by", field, "--limit", "100000", "--format", "json", "--store", _store);
        Assert.Equal(0, query.ExitCode);

        var want = JsonSerializer.Deserialize<List<Row>>(expected, JsonSerializerOptions.Web)!;
        var have = JsonSerializer.Deserialize<List<Row>>(query.Output, JsonSerializerOptions.Web)!;
        Assert.NotEmpty(want);
        Assert.Equal(want, have);
        output.WriteLine($"{field}: {want.Count} values, {want.Sum(row => row.Count)} events agree.");
    }

    private async Task<string> JqAsync(string program)
    {
        var start = new ProcessStartInfo("jq") { RedirectStandardOutput = true, UseShellExecute = false, ArgumentList = { "-n", program } };
        foreach (var file in Directory.EnumerateFiles(_trail!, "*.json"))
        {
            start.ArgumentList.Add(file);
        }

        using var jq = Process.Start(start)!;
        var text = await jq.StandardOutput.ReadToEndAsync();
        await jq.WaitForExitAsync();
        Assert.Equal(0, jq.ExitCode);
        return text;
    }

    private sealed record Row(string Value, long Count, long Errors, long Writes, DateTimeOffset First, DateTimeOffset Last);
}
