namespace TrailBoard.Web.Tests.Hosting;

/// <summary>The verbs about sources, with settings from the environment: one test at a time changes it.</summary>
public sealed class SourceVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trailboard-verbs-").FullName;

    private string Store => Path.Combine(_folder, "audit.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Without_sources_the_verb_says_how_to_set_one_up()
    {
        var (exit, output, _) = await Verb.RunAsync("sources", "--store", Store);
        Assert.Equal(0, exit);
        Assert.Contains("docs/aws.md", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_and_a_source_are_not_imported_together()
    {
        Assert.Equal(2, (await Verb.RunAsync("import", ".", "--source", "prod", "--store", Store)).ExitCode);
        Assert.Equal(2, (await Verb.RunAsync("import", "--store", Store)).ExitCode);
        Assert.Equal(2, (await Verb.RunAsync("import", ".", "--from", "2026-10-01", "--store", Store)).ExitCode);
        Assert.Equal(2, (await Verb.RunAsync("import", "--source", "prod", "--from", "yesterday-ish", "--store", Store)).ExitCode);
    }

    [Fact]
    public async Task A_source_that_is_not_set_up_is_refused_by_name()
    {
        var (exit, _, error) = await Verb.RunAsync("import", "--source", "nobody", "--store", Store);
        Assert.Equal(2, exit);
        Assert.Contains("source", error, StringComparison.Ordinal);
    }
}
