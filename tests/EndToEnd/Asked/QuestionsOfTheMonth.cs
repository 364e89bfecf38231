using TrailBoard.EndToEnd.Questions;

namespace TrailBoard.EndToEnd.Asked;

/// <summary>Writes docs/questions.md: what ten answers take, with the time that this machine took.</summary>
[Collection(Browsing.Name)]
public sealed class QuestionsOfTheMonth(BrowserFixture browser)
{
    private const int Walks = 5;

    [AskedFact("questions")]
    public async Task Ten_walks_are_timed()
    {
        var ledger = await MonthLedger.ReadAsync();
        await using var site = await TenQuestions.StartAsync();
        await browser.WalkAsync(site, "questions-asked", async screens =>
        {
            // The first walk pays for code that was never run before.
            var first = await TenQuestions.WalkAsync(screens, site, ledger);
            var times = first.Select(_ => new List<TimeSpan>()).ToList();
            for (var i = 0; i < Walks; i++)
            {
                var walked = await TenQuestions.WalkAsync(screens, site, ledger);
                Assert.Equal(first.Select(one => one.Effort), walked.Select(one => one.Effort));
                foreach (var (one, all) in walked.Zip(times))
                {
                    all.Add(one.Time);
                }
            }

            await File.WriteAllTextAsync(QuestionsPage.File, QuestionsPage.Text([.. first.Zip(times, (one, all) => (one.Question, one.Effort, (IReadOnlyList<TimeSpan>)all))]));
        });
    }
}
