using System.Diagnostics;
using System.Text.RegularExpressions;
using Amazon;
using Amazon.Runtime;
using TrailBoard.Data.Sources;
using TrailBoard.Tests.Aws;

namespace TrailBoard.Tests;

/// <summary>A public stand-in for S3, SNS and SQS, where the machine has it (<c>pip install moto[server]</c>).</summary>
internal sealed class MotoServer : IAsyncDisposable
{
    public const string Region = "us-east-1";
    public const string Account = "123456789012";

    private readonly Process _process;
    private readonly HttpClient _http = new();

    private MotoServer(Process process, Uri url) => (_process, Url) = (process, url);

    public Uri Url { get; }

    /// <summary>Starts one on a port that it finds itself.</summary>
    public static async Task<MotoServer> StartAsync()
    {
        var process = Tool.Start(Tool.Find("moto_server") ?? throw new InvalidOperationException("moto_server is not installed."), "-H", "127.0.0.1", "-p", "0");
        var listens = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data?.Split("Running on ") is [_, var url])
            {
                listens.TrySetResult(new Uri(url));
            }
        };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return new MotoServer(process, await listens.Task.WaitAsync(Wait.Long));
    }

    public AwsSession Session() => new(new BasicAWSCredentials("AKIAEXAMPLE", "secret"), null, RegionEndpoint.GetBySystemName(Region), Url);

    /// <summary>Calls a service by its query protocol and gives what stands between the tags of one element of the answer.</summary>
    public async Task<string> CallAsync(string service, string element, params (string Name, string Value)[] parameters)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Url)
        {
            Content = new FormUrlEncodedContent(parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value))),
        };
        // All that it looks at is the name of the service.
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20261121/{Region}/{service}/aws4_request, SignedHeaders=host, Signature=0");
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var found = Regex.Match(text, $"<{element}>([^<]*)</{element}>", RegexOptions.None, TimeSpan.FromSeconds(1));
        return response.IsSuccessStatusCode && found.Success ? found.Groups[1].Value : throw new InvalidOperationException(text);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
