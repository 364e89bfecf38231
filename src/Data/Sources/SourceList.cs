using Microsoft.Extensions.Options;
using TrailBoard.Core.Import;

namespace TrailBoard.Data.Sources;

/// <summary>The sources as they were read from the settings, right or wrong.</summary>
internal sealed class SourceList
{
    /// <summary>The sources.</summary>
    public SourceSettings Settings { get; set; } = new([]);

    /// <summary>What is wrong with them, each a sentence that begins with its key.</summary>
    public List<string> Mistakes { get; } = [];
}

/// <summary>Lets the program start with sources that are right only.</summary>
internal sealed class SourceListCheck : IValidateOptions<SourceList>
{
    public ValidateOptionsResult Validate(string? name, SourceList options) =>
        options.Mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(options.Mistakes);
}
