using System.Text.Json;

namespace TrailBoard.Benchmarks.Scale;

/// <summary>Files of JSON by which the processes of the benchmark tell each other what they measured.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static async Task<T> ReadAsync<T>(string path) => JsonSerializer.Deserialize<T>(await File.ReadAllTextAsync(path), Options)
        ?? throw new InvalidOperationException($"{path} is empty.");

    public static Task WriteAsync<T>(string path, T value) => File.WriteAllTextAsync(path, JsonSerializer.Serialize(value, Options));
}
