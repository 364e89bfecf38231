using System.Net;
using TrailBoard.Web.Hosting;

namespace TrailBoard.Web.Tests.Hosting;

/// <summary>FAULTS, Security: what every answer says to the browser, and whom the site answers at all.</summary>
public sealed class SecurityHeadersTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    public static TheoryData<string> Paths => new() { "/", "/api/fields", "/health/live", "/app.css", "/no/such/page", "/api/events?q=%28" };

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Every_answer_tells_the_browser_to_run_nothing_of_others(string path)
    {
        using var client = site.Factory.Client();
        using var answer = await client.GetAsync(path);
        Assert.Equal(SecurityHeaders.ContentSecurityPolicy, Header(answer, "Content-Security-Policy"));
        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header(answer, "Referrer-Policy"));
        Assert.Equal("same-origin", Header(answer, "Cross-Origin-Opener-Policy"));
        Assert.Equal("DENY", Header(answer, "X-Frame-Options"));
        Assert.False(answer.Headers.Contains("Server"));
        Assert.False(answer.Headers.Contains("X-Powered-By"));
    }

    [Fact]
    public void The_policy_lets_in_scripts_and_style_sheets_of_the_site_only()
    {
        var directives = SecurityHeaders.ContentSecurityPolicy.Split("; ").Select(d => d.Split(' ', 2)).ToDictionary(d => d[0], d => d[1]);
        Assert.Equal("'none'", directives["default-src"]);
        Assert.Equal("'self'", directives["script-src"]);
        Assert.Equal("'self'", directives["style-src"]);
        Assert.Equal("'none'", directives["frame-ancestors"]);
        Assert.Equal(["style-src-attr"], directives.Where(d => d.Value.Contains("unsafe", StringComparison.Ordinal)).Select(d => d.Key));
        Assert.Contains("style-src-attr", File.ReadAllText(Repository.File("docs/security.md")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/fields")]
    [InlineData("/no/such/page")]
    public async Task Pages_and_answers_are_not_kept_by_caches(string path)
    {
        using var client = site.Factory.Client();
        using var answer = await client.GetAsync(path);
        Assert.Contains("no-store", answer.Headers.CacheControl?.ToString() ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_of_the_site_may_be_kept()
    {
        using var client = site.Factory.Client();
        using var answer = await client.GetAsync("/app.css");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotNull(answer.Headers.ETag);
        Assert.DoesNotContain("no-store", answer.Headers.CacheControl?.ToString() ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evil.example", HttpStatusCode.BadRequest)]
    [InlineData("localhost.evil.example", HttpStatusCode.BadRequest)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("[::1]", HttpStatusCode.OK)]
    public async Task A_host_name_that_is_not_ours_is_refused(string host, HttpStatusCode expected)
    {
        using var client = site.Factory.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        request.Headers.Host = $"{host}:{site.Factory.Address.Port}";
        using var answer = await client.SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("POST", "/api/uploads", "http://evil.example", null)]
    [InlineData("POST", "/api/uploads", "null", null)]
    [InlineData("POST", "/api/uploads", null, "cross-site")]
    [InlineData("POST", "/api/uploads", null, "same-site")]
    [InlineData("POST", "/_blazor/negotiate?negotiateVersion=1", "http://evil.example", null)]
    [InlineData("GET", "/_blazor?id=1", "http://evil.example", null)]
    [InlineData("DELETE", "/api/uploads", "http://127.0.0.1:1", "same-origin")]
    public async Task What_another_site_asks_for_is_refused(string method, string path, string? origin, string? site_)
    {
        using var answer = await SendAsync(method, path, origin, site_);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("POST", "/_blazor/negotiate?negotiateVersion=1", true, "same-origin")]
    [InlineData("POST", "/_blazor/negotiate?negotiateVersion=1", false, null)]
    [InlineData("GET", "/api/fields", false, "cross-site")]
    public async Task What_our_own_pages_and_programs_ask_for_passes(string method, string path, bool own, string? site_)
    {
        using var answer = await SendAsync(method, path, own ? site.Factory.Address.GetLeftPart(UriPartial.Authority) : null, site_);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    [InlineData("http://[::]:0")]
    public async Task An_address_that_others_can_reach_is_refused_and_the_setting_named(string url)
    {
        var refusal = await Assert.ThrowsAsync<ListeningException>(() => TrailBoardFactory.StartAsync(null, "--Urls=" + url));
        Assert.Contains("Security:AllowRemote", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_others_can_reach_is_taken_when_the_settings_say_so()
    {
        // An address of no machine (RFC 5737): with the switch it is the operating system that refuses it, not TrailBoard.
        var refusal = await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(() =>
            TrailBoardFactory.StartAsync(null, "--Urls=http://192.0.2.1:0", "--Security:AllowRemote=true"));
        Assert.Equal(System.Net.Sockets.SocketError.AddressNotAvailable, refusal.SocketErrorCode);
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string? origin, string? site_)
    {
        using var client = site.Factory.Client();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        if (site_ is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site_);
        }

        return await client.SendAsync(request);
    }

    private static string Header(HttpResponseMessage answer, string name) => Assert.Single(answer.Headers.GetValues(name));
}

/// <summary>One site for the tests of a class.</summary>
public sealed class SiteFixture : IAsyncLifetime
{
    public TrailBoardFactory Factory { get; private set; } = null!;

    public async Task InitializeAsync() => Factory = await TrailBoardFactory.StartAsync();

    public async Task DisposeAsync() => await Factory.DisposeAsync();
}
