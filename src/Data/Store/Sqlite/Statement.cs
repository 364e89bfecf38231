using SQLitePCL;

namespace TrailBoard.Data.Store.Sqlite;

/// <summary>A value for a statement.</summary>
internal readonly struct SqlValue
{
    private SqlValue(long? number, string? text, ReadOnlyMemory<byte>? bytes) => (Number, Text, Bytes) = (number, text, bytes);

    public long? Number { get; }

    public string? Text { get; }

    public ReadOnlyMemory<byte>? Bytes { get; }

    public static implicit operator SqlValue(long? number) => new(number, null, null);

    public static implicit operator SqlValue(long number) => new(number, null, null);

    public static implicit operator SqlValue(string? text) => new(null, text, null);

    public static implicit operator SqlValue(byte[] bytes) => new(null, null, bytes);

    public static implicit operator SqlValue(ReadOnlyMemory<byte> bytes) => new(null, null, bytes);
}

/// <summary>A compiled statement of a <see cref="WriterConnection"/>.</summary>
internal sealed class Statement(WriterConnection connection, string sql) : IDisposable
{
    private sqlite3_stmt? _compiled;
    private long[] _bound = [];

    private sqlite3_stmt Compiled => _compiled ??= connection.Compile(sql);

    /// <summary>Runs it.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Execute(params ReadOnlySpan<SqlValue> values)
    {
        Bind(values);
        return Run();
    }

    /// <summary>Runs a statement whose values are all numbers. What is the same as last time is not handed over again.</summary>
    /// <returns>How many rows it changed.</returns>
    public int ExecuteNumbers(ReadOnlySpan<long> values)
    {
        var compiled = Compiled;
        var isFirst = _bound.Length == 0;
        if (isFirst)
        {
            _bound = new long[values.Length];
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (isFirst || _bound[i] != values[i])
            {
                connection.Check(raw.sqlite3_bind_int64(compiled, i + 1, values[i]));
                _bound[i] = values[i];
            }
        }

        return Run();
    }

    /// <summary>Reads what it answers.</summary>
    public Rows Read(params ReadOnlySpan<SqlValue> values)
    {
        Bind(values);
        return new Rows(connection, Compiled);
    }

    /// <summary>The number that it answers, or null where it answers none.</summary>
    public long? Number(params ReadOnlySpan<SqlValue> values)
    {
        using var rows = Read(values);
        return rows.Next() && !rows.IsNull(0) ? rows.Number(0) : null;
    }

    public void Dispose() => _compiled?.Dispose();

    private int Run()
    {
        var result = raw.sqlite3_step(Compiled);
        // Before it is reset: SQLite tells by this what went wrong.
        try
        {
            connection.Check(result);
            return connection.Changes();
        }
        finally
        {
            _ = raw.sqlite3_reset(Compiled);
        }
    }

    private void Bind(ReadOnlySpan<SqlValue> values)
    {
        var compiled = Compiled;
        for (var i = 0; i < values.Length; i++)
        {
            connection.Check(values[i] switch
            {
                { Number: { } number } => raw.sqlite3_bind_int64(compiled, i + 1, number),
                { Text: { } text } => raw.sqlite3_bind_text(compiled, i + 1, text),
                { Bytes: { } bytes } => raw.sqlite3_bind_blob(compiled, i + 1, bytes.Span),
                _ => raw.sqlite3_bind_null(compiled, i + 1),
            });
        }
    }

    /// <summary>The rows of an answer. Dispose before the statement runs again.</summary>
    internal readonly struct Rows(WriterConnection connection, sqlite3_stmt compiled) : IDisposable
    {
        public bool Next()
        {
            var result = raw.sqlite3_step(compiled);
            connection.Check(result);
            return result == raw.SQLITE_ROW;
        }

        public bool IsNull(int column) => raw.sqlite3_column_type(compiled, column) == raw.SQLITE_NULL;

        public long Number(int column) => raw.sqlite3_column_int64(compiled, column);

        public byte[] Bytes(int column) => raw.sqlite3_column_blob(compiled, column).ToArray();

        public void Dispose() => _ = raw.sqlite3_reset(compiled);
    }
}
