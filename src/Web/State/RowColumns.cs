using System.Globalization;
using TrailBoard.Core.Search;

namespace TrailBoard.Web.State;

/// <summary>A column of the table of events.</summary>
/// <param name="Width">Its width in pixels where one was chosen, or null.</param>
public sealed record RowColumn(EventField Field, int? Width = null)
{
    public const int Narrowest = 64;

    public const int Widest = 800;

    /// <summary>The width in pixels that it has.</summary>
    public int Pixels => Width ?? Field.Kind switch
    {
        FieldKind.Time => 148,
        FieldKind.YesNo => 96,
        FieldKind.Address => 144,
        _ when Field.Equals(EventFields.Region) || Field.Equals(EventFields.Account) || Field.Equals(EventFields.Verb) => 120,
        _ when Field.Equals(EventFields.Resource) || Field.Equals(EventFields.ErrorMessage) => 280,
        _ => 192,
    };

    /// <summary>The column at another width, within what can be read and reached.</summary>
    public RowColumn At(int width) => this with { Width = Math.Clamp(width, Narrowest, Widest) };
}

/// <summary>
/// The columns in which events show, in their order, as the address says them: <c>time:180,user,action</c>. A list reads as sentences where
/// there are none. What is no field of a row is left out; each field stands once.
/// </summary>
public sealed class RowColumns
{
    private RowColumns(IEnumerable<RowColumn> all) => All = [.. all];

    /// <summary>The fields that a row can show: those that stand beside the records.</summary>
    public static IReadOnlyList<EventField> Fields { get; } = [.. EventFields.All.Where(field => !field.IsDeep)];

    /// <summary>What a table begins with.</summary>
    public static RowColumns Usual { get; } = Read("time,user,action,resource,region,ip,error");

    public IReadOnlyList<RowColumn> All { get; }

    /// <summary>Reads columns from an address.</summary>
    public static RowColumns Read(string? text)
    {
        var read = new List<RowColumn>();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, width) = part.Split(':') is [var before, var behind] ? (before, behind) : (part, "");
            if (Fields.FirstOrDefault(field => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase)) is { } field && !read.Exists(column => column.Field.Equals(field)))
            {
                var column = new RowColumn(field);
                read.Add(int.TryParse(width, NumberStyles.None, CultureInfo.InvariantCulture, out var pixels) ? column.At(pixels) : column);
            }
        }

        return new(read);
    }

    public bool Has(EventField field) => IndexOf(field) >= 0;

    /// <summary>With the field as the last column, or without it. One column stays: a table has something to show.</summary>
    public RowColumns Toggled(EventField field) =>
        !Has(field) ? new([.. All, new RowColumn(field)]) : All.Count == 1 ? this : new(All.Where(column => !column.Field.Equals(field)));

    /// <summary>With the field's column so many places further to the end, at the most at one of the ends.</summary>
    public RowColumns Moved(EventField field, int by)
    {
        if (IndexOf(field) is not (>= 0 and var from))
        {
            return this;
        }

        var columns = All.ToList();
        var column = columns[from];
        columns.RemoveAt(from);
        columns.Insert(Math.Clamp(from + by, 0, columns.Count), column);
        return new(columns);
    }

    /// <summary>With the field's column at another width in pixels.</summary>
    public RowColumns Sized(EventField field, int width) => new(All.Select(column => column.Field.Equals(field) ? column.At(width) : column));

    /// <summary>As the address says them.</summary>
    public override string ToString() => string.Join(',', All.Select(column => column.Width is { } width ? string.Create(CultureInfo.InvariantCulture, $"{column.Field.Name}:{width}") : column.Field.Name));

    private int IndexOf(EventField field)
    {
        for (var i = 0; i < All.Count; i++)
        {
            if (All[i].Field.Equals(field))
            {
                return i;
            }
        }

        return -1;
    }
}
