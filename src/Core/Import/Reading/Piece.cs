namespace TrailBoard.Core.Import.Reading;

/// <summary>What the splitter cut out.</summary>
internal enum PieceKind
{
    /// <summary>An object with the keys of a record, from brace to brace.</summary>
    Record,

    /// <summary>The inside of a JSON string in whose text records are.</summary>
    Text,

    /// <summary>Something where a record may be that is none.</summary>
    Foreign,

    /// <summary>Something too large to be a record; its bytes are its start.</summary>
    TooLarge,

    /// <summary>A line that ended inside something; its bytes are its start.</summary>
    Broken,
}

/// <summary>A piece of an object, valid until the splitter goes on.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="Offset">Where it starts.</param>
/// <param name="IsRecordLike">Whether it has the looks of a record.</param>
/// <param name="Wrapper">The wrappers around it, outermost first.</param>
/// <param name="Note">For what is foreign, what it is, in words.</param>
internal readonly record struct Piece(PieceKind Kind, ReadOnlyMemory<byte> Bytes, long Offset, bool IsRecordLike, string Wrapper, string? Note);
