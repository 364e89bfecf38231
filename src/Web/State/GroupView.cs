using TrailBoard.Core.Search;

namespace TrailBoard.Web.State;

/// <summary>A page that groups events by one field: what it is called, what it explains and what it counts besides.</summary>
/// <param name="Path">Its address, for example <c>/identities</c>.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Field">What it groups by.</param>
/// <param name="One">What one value is called in a sentence.</param>
/// <param name="Many">What several are called.</param>
/// <param name="Absent">What it means that an event has no value.</param>
public sealed record GroupView(string Path, string Title, EventField Field, string One, string Many, string Absent)
{
    /// <summary>Further counts of each value, each by a filter of its own.</summary>
    public IReadOnlyList<GroupTally> Tallies { get; private init; } = [];

    /// <summary>A second field whose values explain a row when it is opened, or null.</summary>
    public EventField? Examples { get; private init; }

    /// <summary>Whether errors are told apart from the rest: not where every event is one.</summary>
    public bool CountsErrors { get; private init; } = true;

    /// <summary>How a value reads to a person.</summary>
    public Func<string, ValueLabel> Label { get; private init; } = ValueLabel.Plain;

    /// <summary>How many columns its table has.</summary>
    public int ColumnCount => (CountsErrors ? 7 : 6) + Tallies.Sum(tally => tally.LastTitle is null ? 1 : 2);

    public static GroupView Identities { get; } =
        new("/identities", "Identities", EventFields.Identity, "identity", "identities", "name nobody") { Label = ValueLabel.Identity };

    public static GroupView People { get; } =
        new("/people", "People", EventFields.Actor, "actor", "actors", "by nobody who is known")
        {
            Label = ValueLabel.Person,
            Tallies = [.. new[] { "Proven", "Correlated" }.Select(proof => new GroupTally(proof, null, FilterEdit.Leaf(EventFields.ActorProof, proof.ToLowerInvariant())))],
        };

    public static GroupView Addresses { get; } =
        new("/addresses", "Source IPs", EventFields.Address, "source", "sources", "name no source") { Label = ValueLabel.Address };

    public static GroupView Regions { get; } = new("/regions", "Regions", EventFields.Region, "region", "regions", "name no region");

    public static GroupView Repositories { get; } =
        new("/repositories", "Repositories", EventFields.Repository, "repository", "repositories", "are about no repository")
        {
            Tallies =
            [
                new("Pushes", "Last push", RepositoryFilters.Pushes),
                new("Deletions", null, RepositoryFilters.Deletions),
            ],
        };

    public static GroupView Errors { get; } =
        new("/errors", "Errors", EventFields.Error, "error", "errors", "went well") { Examples = EventFields.ErrorMessage, CountsErrors = false };

    /// <summary>All of them, in the order of the navigation.</summary>
    public static IReadOnlyList<GroupView> All { get; } = [Identities, People, Addresses, Regions, Repositories, Errors];

    /// <summary>The view at an address, with or without its leading slash and its query.</summary>
    public static GroupView At(string address)
    {
        var path = '/' + address.Split('?', '#')[0].Trim('/');
        return All.FirstOrDefault(view => string.Equals(view.Path, path, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentOutOfRangeException(nameof(address), address, "No grouped view is at this address.");
    }
}

/// <summary>A count beside the usual ones.</summary>
/// <param name="Title">The heading of its column.</param>
/// <param name="LastTitle">The heading of a column that says when it last happened, or null for none.</param>
/// <param name="Filter">Which events it counts.</param>
public sealed record GroupTally(string Title, string? LastTitle, Filter Filter);
