using System.Net;
using System.Text;
using System.Text.Json;

namespace TrailBoard.Web.Tests.Api;

/// <summary>From an upload to its record, through the real reader and the real store.</summary>
public sealed class ImportedEventTests
{
    private const string Id = "0f6a6f0c-6d5a-4a4e-9d0a-1d6c0c6c0001";

    private const string Record = """{ "eventVersion":"1.09", "eventID":"0f6a6f0c-6d5a-4a4e-9d0a-1d6c0c6c0001","eventTime":"2026-10-01T12:00:05Z","eventSource":"rds.amazonaws.com","eventName":"CreateDBInstance","awsRegion":"eu-west-1","sourceIPAddress":"203.0.113.7","readOnly":false,"userIdentity":{"type":"IAMUser","userName":"alice","arn":"arn:aws:iam::111122223333:user/alice","accountId":"111122223333"},"requestParameters":{"masterUserPassword":"hunter2hunter2","size": 30} }""";

    [Fact]
    public async Task What_is_uploaded_is_found_counted_and_shown_with_its_secrets_masked()
    {
        await using var site = await TrailBoardFactory.StartAsync();
        using var client = site.Client();
        using var books = await UploadAsync(client, $"{{\"Records\":[{Record}]}}");
        Assert.Equal((1, 1, 0, 0), Counts(books));

        Assert.Contains(Id, await client.GetStringAsync("/api/events?q=user:alice"), StringComparison.Ordinal);
        Assert.Contains("\"value\":\"alice\",\"count\":1,\"errors\":0,\"writes\":1", await client.GetStringAsync("/api/groups/user"), StringComparison.Ordinal);

        using var answer = await client.GetAsync("/api/events/" + Id);
        var shown = await answer.Content.ReadAsStringAsync();
        Assert.Equal(Record.Replace("hunter2hunter2", "***", StringComparison.Ordinal), shown);
        Assert.Equal("1", Assert.Single(answer.Headers.GetValues("X-TrailBoard-Masked")));
        Assert.DoesNotContain("hunter2", await client.GetStringAsync("/export/events.ndjson"), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", await client.GetStringAsync("/export/events.json"), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", await client.GetStringAsync("/export/events.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_file_again_adds_nothing_and_one_of_the_same_name_with_other_content_is_read()
    {
        await using var site = await TrailBoardFactory.StartAsync();
        using var client = site.Client();
        using var first = await UploadAsync(client, $"{{\"Records\":[{Record}]}}");
        using var again = await UploadAsync(client, $"{{\"Records\":[{Record}]}}");
        Assert.Equal(0, Counts(again).Stored);
        using var other = await UploadAsync(client, $"{{\"Records\":[{Record.Replace("0001", "0002", StringComparison.Ordinal)}]}}");
        Assert.Equal(1, Counts(other).Stored);
    }

    [Fact]
    public async Task A_file_that_is_broken_is_named_with_its_reason()
    {
        await using var site = await TrailBoardFactory.StartAsync();
        using var client = site.Client();
        using var books = await UploadAsync(client, "{\"Records\":[{\"eventID\":");
        Assert.Equal(1, books.RootElement.GetProperty("failed").GetInt32());
        var notable = Assert.Single(books.RootElement.GetProperty("notable").EnumerateArray().ToList());
        Assert.Equal("trail.json", notable.GetProperty("name").GetString());
        Assert.NotEmpty(notable.GetProperty("reason").GetString()!);
    }

    [Fact]
    public async Task Demo_data_is_imported_on_request()
    {
        await using var site = await TrailBoardFactory.StartAsync();
        using var client = site.Client();
        using var answer = await client.PostAsync(
            "/api/imports?wait=true", new StringContent("""{"kind":"demo","events":500}""", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var books = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.InRange(Counts(books).Stored, 400, 600);
    }

    private static async Task<JsonDocument> UploadAsync(HttpClient client, string text)
    {
        using var body = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "files", "trail.json" } };
        using var answer = await client.PostAsync("/api/uploads?wait=true", body);
        var json = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, json);
        return JsonDocument.Parse(json);
    }

    private static (long Read, long Stored, long Duplicates, long Rejected) Counts(JsonDocument books)
    {
        var root = books.RootElement;
        var counts = (root.GetProperty("read").GetInt64(), root.GetProperty("stored").GetInt64(), root.GetProperty("duplicates").GetInt64(), root.GetProperty("rejected").GetInt64());
        Assert.Equal(counts.Item1, counts.Item2 + counts.Item3 + counts.Item4);
        return counts;
    }
}
