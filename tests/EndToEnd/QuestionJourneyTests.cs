using TrailBoard.EndToEnd.Questions;

namespace TrailBoard.EndToEnd;

/// <summary>Ten questions of the demo month, answered from the start page on as docs/questions.md says.</summary>
[Collection(Browsing.Name)]
public sealed class QuestionJourneyTests(BrowserFixture browser)
{
    [Fact]
    public async Task Ten_questions_are_answered_with_the_clicks_and_keys_that_the_documentation_tells()
    {
        var ledger = await MonthLedger.ReadAsync();
        await using var site = await TenQuestions.StartAsync();
        await browser.WalkAsync(site, "questions", async screens =>
        {
            var walked = await TenQuestions.WalkAsync(screens, site, ledger);
            Assert.Equal(
                QuestionsPage.Lasting(await File.ReadAllTextAsync(QuestionsPage.File)),
                QuestionsPage.Lasting(QuestionsPage.Text([.. walked.Select(one => (one.Question, one.Effort, (IReadOnlyList<TimeSpan>)[one.Time]))])));
        });
    }
}
