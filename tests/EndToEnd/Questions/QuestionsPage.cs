using System.Text;
using System.Text.RegularExpressions;

namespace TrailBoard.EndToEnd.Questions;

/// <summary>docs/questions.md: what each answer took.</summary>
internal static partial class QuestionsPage
{
    public static string File { get; } = Repository.File("docs/questions.md");

    /// <param name="walked">What was walked; the times are those of the walks, one list for each question.</param>
    public static string Text(IReadOnlyList<(Question Question, Effort Effort, IReadOnlyList<TimeSpan> Times)> walked)
    {
        var text = new StringBuilder(Invariant($"""
            # Ten questions

            What it takes to answer ten real questions of the [demo month](demo.md), from the start page to the answer in sight. A test walks them in a browser of
            {Window.Desk.Width} by {Window.Desk.Height} pixels and fails where the answer is not that of the month's own ledger, or where a click, key or turn of the wheel more or less is needed
            than stands here. The month is the default one, ended on {MonthLedger.Month.End:yyyy-MM-dd}.

            | | Question | Clicks | Keys | Scrolls | The site's time | A person's, estimated |
            | --- | --- | --- | --- | --- | --- | --- |

            """));
        foreach (var ((question, effort, times), index) in walked.Select((one, index) => (one, index)))
        {
            text.Append(Invariant($"| {index + 1} | [{question.Asked}](#{index + 1}) | {effort.Clicks} | {effort.Keys} | {effort.Scrolls} | {Middle(times).TotalSeconds:0.0} s | {effort.Estimate:0} s |\n"));
        }

        text.Append(Invariant($"""

            * **Clicks** are clicks. **Keys** are keys that go down, each letter, and `Ctrl` too. **Scrolls** are the times that something was below the fold and the wheel was turned until it
              showed. Nothing is clicked that is not in sight, and nothing counts as an answer that is not.
            * **The site's time** is from the first key or click until the answer is painted, by a program that types and clicks without a pause: what the site, the browser and the wheel
              take, with nobody who reads or thinks. It is the middle one of {walked[0].Times.Count} walks after one that does not count, on a machine of {Environment.ProcessorCount} cores that had other work too; on
              another machine it is another.
            * **A person's, estimated**, is no measurement. It is what the keystroke-level model (Card, Moran and Newell, 1980) gives for a practised person who makes no mistake: {Effort.Pointing} s to point, {Effort.Pressing} s
              for a key or a button, {Effort.Homing} s from the keys to the mouse, {Effort.Thinking} s to think before each step below and each scroll. A scroll is taken for a click, which is ours. Waiting for the site, reading the answer, and finding
              out where to look in the first place are not in it.
            * **Event history** is the one of CloudTrail in the AWS console. By its documentation it holds management events of the last 90 days, of one account and one region at a time, and looks
              up by one attribute: access key, event id, event name, event source, read only, resource name, resource type, or user name. What is said of it below follows from that; it was not timed.

            Walk them again, and write this page: `TRAILBOARD_ASKED=questions dotnet test tests/EndToEnd --filter FullyQualifiedName~QuestionsOfTheMonth`.

            """));
        foreach (var ((question, _, _), index) in walked.Select((one, index) => (one, index)))
        {
            text.Append(Invariant($"""

                <a id="{index + 1}"></a>
                ## {index + 1}. {question.Asked}

                * Way: {string.Join(", ", question.Steps.Select(step => step.Words))}.
                * Answer: {question.Answer}
                * Event history: {question.EventHistory}

                """));
        }

        return text.ToString();
    }

    /// <summary>The text without what depends on the machine.</summary>
    public static string Lasting(string text) => MeasuredText().Replace(text, "…");

    private static TimeSpan Middle(IReadOnlyList<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    [GeneratedRegex(@"(?<=\| )\d+\.\d s(?= \|)|(?<=one of )\d+(?= walks)|(?<=machine of )\d+(?= cores)", RegexOptions.None, 60_000)]
    private static partial Regex MeasuredText();
}
