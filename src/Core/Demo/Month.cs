namespace TrailBoard.Core.Demo;

/// <summary>Something planned for a time, and what is then true.</summary>
internal sealed record Story(string Name, DateTimeOffset Start, Action<Scene> Tell)
{
    public IReadOnlyList<DemoFact> Facts { get; init; } = [];
}

/// <summary>
/// The month: planned stories, and everyday noise that fills every hour up to its share, so that the number of events is
/// exactly the one asked for. Any hour can be told by itself and always in the same words.
/// </summary>
internal sealed class Month
{
    public const int Hours = 30 * 24;

    private readonly Draw _draw;
    private readonly Releases _releases;
    private readonly List<Story>[] _stories = new List<Story>[Hours];
    private readonly int[] _noise = new int[Hours];

    public Month(int events, int seed, DateTimeOffset end)
    {
        Begin = end.AddHours(-Hours);
        _draw = new(seed);
        _releases = new(_draw, Begin, end, events / 200);
        for (var hour = 0; hour < Hours; hour++)
        {
            _stories[hour] = [];
        }

        var planned = 0;
        foreach (var story in new Plan(_draw, _releases, Begin, end).Stories(events))
        {
            var size = Tell(story).Count;
            // The rest is noise: without it, a month would look rehearsed.
            if (planned + size > events * 0.85)
            {
                continue;
            }

            planned += size;
            _stories[(int)(story.Start - Begin).TotalHours].Add(story);
            Facts.AddRange(story.Facts);
        }

        Share(events - planned);
    }

    public DateTimeOffset Begin { get; }

    public List<DemoFact> Facts { get; } = [];

    public Draw Draw => _draw;

    /// <summary>All calls that begin in an hour, story by story.</summary>
    public List<Call> Tell(int hour)
    {
        var calls = _stories[hour].SelectMany(Tell).ToList();
        var dice = _draw.Dice($"hour {hour}");
        var wanted = calls.Count + _noise[hour];
        for (var i = 0; calls.Count < wanted; i++)
        {
            var scene = new Scene(_draw, $"hour {hour} {i}", Begin.AddHours(hour).AddSeconds(dice.Below(2700)));
            Chatter.Any(scene, _releases);
            if (calls.Count + scene.Calls.Count > wanted)
            {
                scene = new Scene(_draw, $"hour {hour} {i} short", scene.Now);
                Chatter.One(scene);
            }

            calls.AddRange(scene.Calls);
        }

        return calls;
    }

    /// <summary>How many calls begin in an hour, known without telling it again for the noise.</summary>
    public int Count(int hour) => _stories[hour].Sum(story => Tell(story).Count) + _noise[hour];

    /// <summary>The calls of a story, if it was taken into the month.</summary>
    public IReadOnlyList<Call>? Find(string name) =>
        _stories.SelectMany(stories => stories).FirstOrDefault(story => story.Name == name) is { } story ? Tell(story) : null;

    public Deployment Attacked => _releases.Running(Incident.App, Company.ProductionStage, Plan.Night(Begin.AddHours(Hours)));

    private IReadOnlyList<Call> Tell(Story story)
    {
        var scene = new Scene(_draw, story.Name, story.Start);
        story.Tell(scene);
        return scene.Calls;
    }

    private void Share(int noise)
    {
        var weights = Enumerable.Range(0, Hours).Select(hour => Rhythm.Weight(Begin.AddHours(hour))).ToArray();
        long all = weights.Sum();
        long before = 0;
        for (var hour = 0; hour < Hours; hour++)
        {
            var after = before + weights[hour];
            _noise[hour] = (int)((noise * after / all) - (noise * before / all));
            before = after;
        }
    }
}
