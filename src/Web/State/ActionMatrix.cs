using TrailBoard.Core.Containers;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>What was done with the container services: a line a verb, a column a service.</summary>
/// <param name="Verbs">The verbs that occur, in their order.</param>
public sealed record ActionMatrix(IReadOnlyList<VerbLine> Verbs)
{
    /// <summary>How many shades tell small figures from great ones.</summary>
    public const int Shades = 4;

    /// <summary>Makes the matrix of each service's groups by verb, in the order of <see cref="ContainerServices.All"/>.</summary>
    public static ActionMatrix Of(IReadOnlyList<IReadOnlyList<EventGroup>> groupsOfServices)
    {
        var greatest = groupsOfServices.SelectMany(groups => groups).Select(group => group.Count).DefaultIfEmpty().Max();
        return new(
        [
            .. from verb in EventVerb.All
               let cells = groupsOfServices.Select(groups => Cell(groups.FirstOrDefault(one => one.Value == verb.Name), greatest)).ToList()
               where cells.Exists(cell => cell.Count > 0)
               select new VerbLine(verb, cells),
        ]);
    }

    // By orders of magnitude: a registry is pulled from a thousand times as often as it is pushed to.
    private static VerbCell Cell(EventGroup? group, long greatest) => group is null
        ? new VerbCell(0, 0, 0)
        : new VerbCell(group.Count, group.Errors, greatest <= 1 ? Shades : 1 + (int)(((Shades - 1) * Math.Log(group.Count) / Math.Log(greatest)) + 1e-9));
}

/// <summary>One verb.</summary>
/// <param name="Cells">A cell for each service, in the order of <see cref="ContainerServices.All"/>.</param>
public sealed record VerbLine(EventVerb Verb, IReadOnlyList<VerbCell> Cells);

/// <summary>How often a verb was done with a service.</summary>
/// <param name="Shade">From 1 to <see cref="ActionMatrix.Shades"/>, or 0 where there is nothing.</param>
public sealed record VerbCell(long Count, long Errors, int Shade);
