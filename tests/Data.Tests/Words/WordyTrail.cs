using System.Globalization;
using System.Text;
using TrailBoard.Core.Search;

namespace TrailBoard.Tests.Words;

/// <summary>Seeded records whose values are hard on an index of words, and questions made of pieces of them.</summary>
internal sealed class WordyTrail(int seed)
{
    private static readonly string[] Pieces =
    [
        "alpha", "ALPHA", "Beta", "gamma7", "x1", "ab", "abc", "prod-cluster", "team/api", "i-0abc1234def567890", "9e3f1c1e-0001-4abc-8def-0123456789ab", "deadbeef", "cafe", "2026",
        "20261101", "sha256:9f2c77aa", "Größe", "ärger", "ÄRGER", "日本語", "naïve", "\U0001F980crab", "\uD800half", "\uFFFD", "a.b:c", "1e3", "-12.50", "1234567", "true", "null",
        "{\"inner\":\"deep-value\",\"n\":[1,2]}", "{\\\"twice\\\": \\\"packed\\\"}", "line\nbreak\ttab", "quo\"te", "back\\slash", "***", "words in a row", "İstanbul", "\u212Aelvin",
        "password=hunter2secret", "https://user:s3cr3tpass@host/path", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abcDEF", "xeyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0tail",
    ];

    private static readonly string[] Keys = ["name", "Name", "imageTag", "tags.of:it", "password", "clientRequestToken", "größe", "list", "n", "rare-key"];

    private readonly Random _random = new(seed);
    private readonly List<string> _texts = [];

    /// <summary>A record; some of its words are in few others.</summary>
    public string Record(int number)
    {
        var extra = new StringBuilder($$""","requestID":{{Json(_random.Next(6) == 0 ? "password=" + Text() : Some.Guid(_random.Next(50)))}},"additional":{""");
        for (var i = _random.Next(5); i >= 0; i--)
        {
            extra.Append(CultureInfo.InvariantCulture, $"{Json(Key() + i)}:{Value(3)},");
        }

        var json = Some.Record(number, $"2026-10-0{_random.Next(1, 4)}T1{_random.Next(10)}:00:{_random.Next(60):d2}Z", extra.Append("\"end\":0}").ToString());
        return json.Replace("{\"repositoryName\":\"team/api\"}", Value(4), StringComparison.Ordinal);
    }

    /// <summary>A question whose words are, or nearly are, in what was made before.</summary>
    public Filter Question(int size) => size > 1 && _random.Next(3) == 0
        ? _random.Next(3) switch
        {
            0 => new Filter.Not(Question(size - 1)),
            1 => new Filter.And([Question(size / 2), Question(size / 2)]),
            _ => new Filter.Or([Question(size / 2), Question(size / 2)]),
        }
        : _random.Next(8) switch
        {
            0 => new Filter.Field(EventFields.RequestId, Test()),
            1 or 2 => new Filter.Field(EventFields.Request(FieldPath.Of(Enumerable.Range(0, _random.Next(1, 3)).Select(_ => Key()))), Test()),
            3 => new Filter.Field(EventFields.User, new ValueTest.Like(TextPattern.Of("alice"))),
            _ => new Filter.Field(EventFields.Record, Test()),
        };

    private string Value(int depth) => _random.Next(depth > 0 ? 7 : 4) switch
    {
        0 => _random.Next(100_000).ToString(CultureInfo.InvariantCulture),
        1 => (string[])["1.5e10", "-0", "1E+2", "true", "false", "null"] is var odd ? odd[_random.Next(odd.Length)] : "",
        2 or 3 => Json(Text()),
        4 => $"[{Value(depth - 1)},{Value(depth - 1)}]",
        _ => "{" + string.Join(',', Enumerable.Range(0, _random.Next(1, 4)).Select(i => Json(_random.Next(4) == 0 ? Key() + i : Keys[i + _random.Next(Keys.Length - 3)]) + ":" + Value(depth - 1)).DistinctBy(member => member[..member.IndexOf(':', StringComparison.Ordinal)])) + "}",
    };

    private string Key()
    {
        var key = Keys[_random.Next(Keys.Length)];
        _texts.Add(key);
        return key;
    }

    private string Text()
    {
        var text = string.Concat(Enumerable.Range(0, _random.Next(1, 4)).Select(_ => _random.Next(4) == 0 ? "w" + _random.Next(300) : Pieces[_random.Next(Pieces.Length)]).SelectMany(piece => (string[])[piece, (string[])["", " ", "-", "/", ":"] is var signs ? signs[_random.Next(5)] : ""]));
        _texts.Add(text);
        return text;
    }

    private ValueTest Test()
    {
        var text = _random.Next(12) == 0 || _texts.Count == 0 ? "nowhere" + _random.Next(9) : _texts[_random.Next(_texts.Count)];
        if (_random.Next(2) == 0)
        {
            var words = text.Split([' ', '-', '/', ':', '"', '{', '}', '.', '=', '@'], StringSplitOptions.RemoveEmptyEntries);
            text = words.Length == 0 ? text : words[_random.Next(words.Length)];
        }

        text = _random.Next(4) switch { 0 => text.ToUpperInvariant(), 1 => text.ToLowerInvariant(), _ => text };
        var cut = _random.Next(text.Length + 1);
        return _random.Next(10) switch
        {
            0 => new ValueTest.Present(),
            1 => new ValueTest.Like(new TextPattern([text[..cut], ""])),
            2 => new ValueTest.Like(new TextPattern(["", text[cut..]])),
            3 => new ValueTest.Like(new TextPattern([text[..cut], text[cut..]])),
            4 => new ValueTest.Like(TextPattern.Containing(text)),
            5 => new ValueTest.NumberIs(Comparison.Greater, _random.Next(100_000)),
            _ => new ValueTest.Like(TextPattern.Of(text)),
        };
    }

    // JSON may write a sign in many ways.
    private string Json(string text)
    {
        var json = new StringBuilder("\"");
        foreach (var c in text)
        {
            json.Append(
                c is '"' or '\\' or < ' ' || char.IsSurrogate(c) || _random.Next(25) == 0 ? $"\\u{(int)c:x4}"
                : c == '/' && _random.Next(2) == 0 ? "\\/"
                : c.ToString());
        }

        return json.Append('"').ToString();
    }
}
