using System.Collections.Immutable;

namespace TrailBoard.Core.Search;

/// <summary>
/// What to look for: the tree that <see cref="FilterParser"/> reads and that the store, the columns and
/// <see cref="FilterEvaluator"/> all answer alike. <see cref="object.ToString"/> gives its canonical text.
/// </summary>
public abstract record Filter
{
    private Filter()
    {
    }

    /// <summary>Every event.</summary>
    public static Filter All { get; } = new And([]);

    /// <summary>Every part holds; with no parts, every event.</summary>
    public sealed record And(ImmutableArray<Filter> Parts) : Filter
    {
        /// <inheritdoc/>
        public bool Equals(And? other) => other is not null && Parts.SequenceEqual(other.Parts);

        /// <inheritdoc/>
        public override int GetHashCode() => Parts.Aggregate(1, HashCode.Combine);

        /// <inheritdoc/>
        public override string ToString() => FilterText.Of(this);
    }

    /// <summary>At least one part holds.</summary>
    public sealed record Or(ImmutableArray<Filter> Parts) : Filter
    {
        /// <inheritdoc/>
        public bool Equals(Or? other) => other is not null && Parts.SequenceEqual(other.Parts);

        /// <inheritdoc/>
        public override int GetHashCode() => Parts.Aggregate(2, HashCode.Combine);

        /// <inheritdoc/>
        public override string ToString() => FilterText.Of(this);
    }

    /// <summary>The part does not hold.</summary>
    public sealed record Not(Filter Part) : Filter
    {
        /// <inheritdoc/>
        public override string ToString() => FilterText.Of(this);
    }

    /// <summary>At least one value of the field matches.</summary>
    public sealed record Field(EventField Of, ValueTest Test) : Filter
    {
        /// <inheritdoc/>
        public override string ToString() => FilterText.Of(this);
    }

    /// <summary>The text occurs in at least one of the event's main strings (<see cref="EventField.IsMain"/>).</summary>
    public sealed record Words(string Text) : Filter
    {
        /// <inheritdoc/>
        public override string ToString() => FilterText.Of(this);
    }
}

/// <summary>What a value of a field must be.</summary>
public abstract record ValueTest
{
    private ValueTest()
    {
    }

    /// <summary>There is a value.</summary>
    public sealed record Present : ValueTest;

    /// <summary>The value equals the text, where <c>*</c> of the pattern stands for any run of characters. ASCII letters compare without case.</summary>
    public sealed record Like(TextPattern Pattern) : ValueTest;

    /// <summary>The value is an address within the network (RFC 4632, RFC 4291). Addresses that are names never match.</summary>
    public sealed record Within(System.Net.IPNetwork Network) : ValueTest;

    /// <summary>The time compares so with the given one, UTC, to the second.</summary>
    public sealed record TimeIs(Comparison Comparison, DateTimeOffset Time) : ValueTest;

    /// <summary>The value is a number that compares so with the given one.</summary>
    public sealed record NumberIs(Comparison Comparison, decimal Number) : ValueTest;

    /// <summary>The yes-or-no field is so. Where the record does not say, neither yes nor no matches.</summary>
    public sealed record Is(bool Value) : ValueTest;
}

/// <summary>How two values compare.</summary>
public enum Comparison
{
    /// <summary>=</summary>
    Equal,

    /// <summary>&lt;</summary>
    Less,

    /// <summary>&lt;=</summary>
    LessOrEqual,

    /// <summary>&gt;</summary>
    Greater,

    /// <summary>&gt;=</summary>
    GreaterOrEqual,
}
