namespace TrailBoard.Tests;

/// <summary>The folder of public CloudTrail material, where the machine has it: TRAILBOARD_SAMPLES names it.</summary>
internal static class Samples
{
    /// <summary>The folder, or null where there is none; tests then say so and return.</summary>
    public static string? Folder { get; } =
        Environment.GetEnvironmentVariable("TRAILBOARD_SAMPLES") is { Length: > 0 } folder && Directory.Exists(folder) ? folder : null;
}
