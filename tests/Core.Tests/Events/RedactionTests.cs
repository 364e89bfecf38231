using System.Text;
using System.Text.Json;
using TrailBoard.Core.Events;

namespace TrailBoard.Core.Tests.Events;

public sealed class RedactionTests
{
    private const string Jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl";
    private const string Session = "IQoJb3JpZ2luX2VjEJr//////////wEaCXVzLWVhc3QtMSJHMEUCIQ";

    [Theory]
    [InlineData("""{"password":"hunter2"}""", """{"password":"***"}""")]
    [InlineData("""{ "masterUserPassword" : "a\"b" , "x": 1 }""", """{ "masterUserPassword" : "***" , "x": 1 }""")]
    [InlineData("""{"password":1234,"n":1}""", """{"password":"***","n":1}""")]
    [InlineData("""{"credentials":{"accessKeyId":"ASIAEXAMPLE","sessionToken":"abc","secretAccessKey":"def"}}""", """{"credentials":{"accessKeyId":"ASIAEXAMPLE","sessionToken":"***","secretAccessKey":"***"}}""")]
    [InlineData("""{"secretString":"s","secretBinary":"b","userData":"dQ==","privateKey":"k"}""", """{"secretString":"***","secretBinary":"***","userData":"***","privateKey":"***"}""")]
    [InlineData("""{"environment":[{"name":"DB_PASSWORD","value":"x"},{"name":"MODE","value":"prod"}]}""", """{"environment":[{"name":"DB_PASSWORD","value":"***"},{"name":"MODE","value":"prod"}]}""")]
    [InlineData("""{"environment":[{"value":"x","name":"API_TOKEN"}]}""", """{"environment":[{"value":"***","name":"API_TOKEN"}]}""")]
    [InlineData("""{"environment":{"variables":{"STRIPE_SECRET":"sk","MODE":"prod"}}}""", """{"environment":{"variables":{"STRIPE_SECRET":"***","MODE":"prod"}}}""")]
    [InlineData("""{"patchOperations":[{"op":"replace","path":"/variables/dbPassword","value":"hunter2"},{"op":"replace","path":"/variables/mode","value":"prod"}]}""", """{"patchOperations":[{"op":"replace","path":"/variables/dbPassword","value":"***"},{"op":"replace","path":"/variables/mode","value":"prod"}]}""")]
    [InlineData("""{"patchOperations":[{"value":"hunter2","path":"/variables/MY_API_KEY_1","op":"add"}]}""", """{"patchOperations":[{"value":"***","path":"/variables/MY_API_KEY_1","op":"add"}]}""")]
    [InlineData("""{"patchOperations":[{"op":"replace","path":"\/variables\/db~1password","value":"hunter2"}]}""", """{"patchOperations":[{"op":"replace","path":"\/variables\/db~1password","value":"***"}]}""")]
    [InlineData("""{"patchOperations":[{"op":"replace","path":"/canarySettings/stageVariableOverrides/dbSecret1","value":"x"}]}""", """{"patchOperations":[{"op":"replace","path":"/canarySettings/stageVariableOverrides/dbSecret1","value":"***"}]}""")]
    [InlineData("""{"canarySettings":{"stageVariableOverrides":{"dbSecret1":"x","mode":"y"}}}""", """{"canarySettings":{"stageVariableOverrides":{"dbSecret1":"***","mode":"y"}}}""")]
    [InlineData("""{"patchOperations":[{"op":"replace","path":"/clientSecret","value":"x"}]}""", """{"patchOperations":[{"op":"replace","path":"/clientSecret","value":"***"}]}""")]
    [InlineData("""{"path":"/a/password","value":"x","name":"plain"}""", """{"path":"/a/password","value":"***","name":"plain"}""")]
    [InlineData("""{"passwords":["a","b"]}""", """{"passwords":["***","***"]}""")]
    [InlineData("""{"policy":"{\"password\": \"x\",\"a\":\"y\"}"}""", """{"policy":"{\"password\": \"***\",\"a\":\"y\"}"}""")]
    [InlineData("""{"url":"postgres://app:hunter2@db:5432/x"}""", """{"url":"postgres://app:***@db:5432/x"}""")]
    [InlineData("""{"value":"Server=db;Password=hunter2;Encrypt=true"}""", """{"value":"Server=db;Password=***;Encrypt=true"}""")]
    [InlineData($$"""{"note":"a {{Jwt}} b"}""", """{"note":"a *** b"}""")]
    [InlineData($$"""{"note":"{{Session}}"}""", """{"note":"***"}""")]
    [InlineData("""{"note":"-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\n."}""", """{"note":"***\n."}""")]
    public void Secrets_are_masked_and_nothing_else_changes(string json, string expected)
    {
        var masked = Redaction.Mask(Encoding.UTF8.GetBytes(json), out var count);

        Assert.Equal(expected, Encoding.UTF8.GetString(masked.Span));
        Assert.True(count > 0);
        JsonDocument.Parse(masked).Dispose();
    }

    [Theory]
    [InlineData("""{"nextToken":"abc","clientToken":"c","clientRequestToken":"d","accessKeyId":"AKIAEXAMPLE"}""")]
    [InlineData("""{"secretId":"arn:aws:secretsmanager:eu-west-1:1:secret:x","passwordResetRequired":true,"maxPasswordAge":90}""")]
    [InlineData("""{"password":"HIDDEN_DUE_TO_SECURITY_REASONS","userData":"<sensitiveDataRemoved>","token":"***","secret":""}""")]
    [InlineData("""{"patchOperations":[{"op":"replace","path":"/apiKeyRequired","value":"true"},{"op":"replace","path":"/variables/nextToken","value":"a"},{"op":"replace","path":"/passwords/","value":"a"}]}""")]
    [InlineData("""{"patchOperations":[{"op":"remove","path":"/variables/dbPassword"},{"op":"replace","path":"/deploymentId","value":"d1"}],"path":"password"}""")]
    [InlineData("""{"masterUserPassword":null,"manageMasterUserPassword":true}""")]
    public void What_is_no_secret_stays_the_same_memory(string json)
    {
        ReadOnlyMemory<byte> bytes = Encoding.UTF8.GetBytes(json);

        var masked = Redaction.Mask(bytes, out var count);

        Assert.Equal(0, count);
        Assert.True(masked.Equals(bytes));
    }

    [Fact]
    public void Broken_json_is_masked_by_its_looks()
    {
        var masked = Redaction.Mask(Encoding.UTF8.GetBytes("""{"a":1,"password":"hunt\"er2","x":NaN,"secretAccessKey":"cut of"""), out var count);

        Assert.Equal("""{"a":1,"password":"***","x":NaN,"secretAccessKey":"***""", Encoding.UTF8.GetString(masked.Span));
        Assert.Equal(2, count);
    }

    [Fact]
    public void An_excerpt_is_short_valid_and_masked_across_its_cut()
    {
        var text = new string('é', 505) + "\"sessionToken\":\"" + new string('x', 3000);

        var excerpt = Redaction.Excerpt(Encoding.UTF8.GetBytes(text));

        Assert.True(Encoding.UTF8.GetByteCount(excerpt) <= 1024);
        Assert.DoesNotContain("xx", excerpt, StringComparison.Ordinal);
        Assert.StartsWith("éé", excerpt, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_with_a_secret_keeps_its_fields()
    {
        var record = Some.Record(extra: ""","responseElements":{"credentials":{"accessKeyId":"ASIAEXAMPLE","sessionToken":"abc"}}""");

        var masked = Redaction.Mask(Encoding.UTF8.GetBytes(record), out _);

        Assert.Equal(Some.Read(record).Event.EventId, Some.Read(Encoding.UTF8.GetString(masked.Span)).Event.EventId);
    }
}
