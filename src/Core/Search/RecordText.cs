using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TrailBoard.Core.Search;

/// <summary>The text of a JSON value. Halves of surrogate pairs, on which <see cref="Utf8JsonReader.GetString"/> throws, become U+FFFD.</summary>
internal static class RecordText
{
    public static string Of(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
        {
            return Unescape(Encoding.UTF8.GetString(reader.ValueSpan));
        }

        return Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
    }

    private static string Unescape(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                result.Append(text[i]);
                continue;
            }

            i++;
            result.Append(text[i] switch
            {
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => (char)ushort.Parse(text.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                var sign => sign,
            });
            i += text[i] == 'u' ? 4 : 0;
        }

        ReplaceHalfPairs(result);
        return result.ToString();
    }

    private static void ReplaceHalfPairs(StringBuilder text)
    {
        var whole = text.ToString();
        for (var i = 0; i < whole.Length; i++)
        {
            if (i + 1 < whole.Length && char.IsSurrogatePair(whole[i], whole[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(whole[i]))
            {
                text[i] = '\uFFFD';
            }
        }
    }
}
