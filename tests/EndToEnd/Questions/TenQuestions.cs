using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using TrailBoard.Core.Demo;
using TrailBoard.Core.Store;
using TrailBoard.Core.Views;

namespace TrailBoard.EndToEnd.Questions;

/// <summary>Ten questions that people ask of a trail, with what the demo month's ledger answers.</summary>
internal static class TenQuestions
{
    private static DemoIncident Incident => MonthLedger.Incident;

    /// <summary>The site with the demo month, as it is right after its last day.</summary>
    public static async Task<Site> StartAsync()
    {
        var site = await Site.StartAsync(services => services.AddSingleton<TimeProvider>(new DatedTime(new ManualTime(MonthLedger.Month.End))));
        await site.ImportAsync(MonthLedger.Month);
        // The site does that behind the import; until it is done there are no people.
        await site.Part<IActorLookup>().LookUpAllAsync(CancellationToken.None);
        return site;
    }

    /// <summary>Walks all of them, one after another, in one window.</summary>
    public static async Task<IReadOnlyList<(Question Question, Effort Effort, TimeSpan Time)>> WalkAsync(Screens screens, Site site, MonthLedger ledger)
    {
        var walk = new Walk(screens, site.Part<IEventQueries>());
        var walked = new List<(Question, Effort, TimeSpan)>();
        foreach (var question in Of(ledger))
        {
            var (effort, time) = await walk.AnswerAsync(question);
            walked.Add((question, effort, time));
        }

        return walked;
    }

    public static IReadOnlyList<Question> Of(MonthLedger ledger) =>
    [
        WhoPushed(ledger), WhoDeleted(ledger), WhoChanged(ledger), NewAddress(ledger), AfterExec(ledger), Denied(ledger), WhoBuilt(), Root(ledger), Different(), Proof(ledger),
    ];

    private static Question WhoPushed(MonthLedger ledger)
    {
        var tag = $"{Incident.Repository}:{Incident.Tag}";
        var first = MonthLedger.Fact<DemoFact.ImagePushed>(push => push.Repository == Incident.Repository && push.Tag == Incident.Tag && push.Digest != Incident.Digest);
        var job = MonthLedger.Fact<DemoFact.RoleTaken>(taken => taken.AccessKey == first.AccessKey).Session;
        var put = ledger.OfIncident("PutImage");
        return new(
            $"Who pushed {tag}?",
            $"`{Incident.User}` moved the tag to another image at {Utc(put.Time)} UTC; before, `{job}` had pushed it.",
            [.. Step.GoTo(AfterSlash(tag), tag)],
            [
                new(screens => Dated(screens.Section("Its images over time").Locator(".moments li"), put.Time), Incident.User, Short(Incident.Digest)),
                new(screens => screens.Section("Its images over time").Locator(".moments li").Last, job, Short(first.Digest)),
            ])
        {
            EventHistory = "A tag is no attribute: one lookup by the event name `PutImage` or by the repository, in the registry's account and region, and each event opened until one names the tag.",
        };
    }

    private static Question WhoDeleted(MonthLedger ledger)
    {
        var deletion = ledger.OfIncident("DeleteRepository");
        return new(
            $"Who deleted the repository {Incident.DeletedRepository}?",
            $"`{Incident.User}`, at {Utc(deletion.Time)} UTC.",
            [.. Step.GoTo("billing", Incident.DeletedRepository)],
            [new(screens => Dated(screens.Section("State").Locator(".thing-facts > div"), deletion.Time), "Deleted", Incident.User)])
        {
            EventHistory = "One lookup by the event name `DeleteRepository`, if account and region are known and it is not older than 90 days.",
        };
    }

    private static Question WhoChanged(MonthLedger ledger)
    {
        var change = ledger.OfIncident("UpdateService");
        var taken = MonthLedger.Fact<DemoFact.RoleTaken>(taken => taken.Who == Incident.User);
        return new(
            $"Who gave the service {Service} a public address, from where, and with whose credentials?",
            $"`{taken.Session}` as `{AfterSlash(taken.RoleArn)}` from {change.Address} with the key `{taken.AccessKey}`, which was issued to `{Incident.User}`: proven.",
            [
                .. Step.GoTo("prod/check", Service),
                new Step.Click("click the change", screens => Dated(screens.Section("Changes").Locator(".calls > li"), change.Time).Locator("[data-row]")),
            ],
            [
                new(screens => screens.Page.GetByRole(AriaRole.Heading, new() { Name = "updated service" }), taken.Session, AfterSlash(taken.RoleArn), change.Address!),
                new(screens => Field(screens, "Access key"), taken.AccessKey),
                new(screens => screens.Section("Who is behind it").Locator(".behind__chain > li").First, Incident.User, "Proven"),
            ])
        {
            EventHistory = "Two lookups at least, because one takes one attribute: the change, then the event that issued its key.",
        };
    }

    private static Question NewAddress(MonthLedger ledger)
    {
        var firsts = ledger.Calls.Where(record => record.User == Incident.User && record.Address is not null).GroupBy(record => record.Address).ToDictionary(used => used.Key!, used => used.Min(record => record.Time));
        var first = firsts[Incident.Address];
        Assert.Equal(first, firsts.Values.Max());
        return new(
            $"Which address did {Incident.User} use for the first time?",
            $"{Incident.Address}, first at {Utc(first)} UTC; the others of the month are older.",
            [.. Step.GoTo("jenkins", $"user/{Incident.User}")],
            [new(screens => Dated(screens.Section("Addresses").Locator("tbody tr"), first), Incident.Address)])
        {
            EventHistory = "The address is no attribute: a lookup by user name in every region, and each event opened.",
        };
    }

    private static Question AfterExec(MonthLedger ledger)
    {
        var exec = ledger.OfIncident("ExecuteCommand");
        var task = exec.Asked("task")!;
        var calls = ledger.Calls.Where(record => record.Session == task && record.Time > exec.Time).DistinctBy(record => record.Id).ToList();
        var read = Assert.Single(calls);
        var secret = read.Asked("secretId")!.Split(":secret:")[1];
        return new(
            $"What did the task {task[..8]} do after somebody opened a shell in it?",
            $"`{Incident.User}` ran `{exec.Asked("command")}` in it; at {Utc(read.Time)} UTC its role read the secret `{secret}`.",
            [.. Step.GoTo(task[..8], task)],
            [
                new(screens => screens.Section("Shells (ECS Exec)").Locator(".shells__words > p").First, Incident.User, exec.Asked("command")!),
                new(screens => Dated(screens.Section("Shells (ECS Exec)").Locator(".moments li"), read.Time), "read secret", secret),
            ])
        {
            EventHistory = "Two lookups at least: the shell, then the calls of the task's role.",
        };
    }

    private static Question Denied(MonthLedger ledger)
    {
        var denied = ledger.Calls
            .Where(record => record.Time.Date == Incident.Begin.Date && record.Error is { } error && (error.StartsWith("AccessDenied", StringComparison.Ordinal) || error.Contains("Unauthorized", StringComparison.Ordinal)))
            .DistinctBy(record => record.Id)
            .ToList();
        var thief = denied.Where(record => record.User == Incident.User).ToList();
        Assert.NotEmpty(thief);
        return new(
            $"What was denied on {Day(Incident.Begin)}, and to whom?",
            $"{denied.Count} calls, {thief.Count} of them to `{Incident.User}`: {string.Join(", ", thief.Select(record => $"`{record.Action}`").Order(StringComparer.Ordinal))}.",
            [
                new Step.Click("click the day in *Day by day*", screens => screens.Page.GetByRole(AriaRole.Link, new() { Name = "Overview of " + Day(Incident.Begin), Exact = true })),
                new Step.Click("click the number of *Denials*", screens => screens.Page.Locator("[data-figure=Denials] .figure__number").And(screens.Page.Locator($"[href*='{Incident.Begin:yyyy-MM-dd}']"))),
            ],
            [
                new(screens => screens.Page.Locator(".chart__total").First, $"{denied.Count} events"),
                .. thief.Select(record => new Sign(screens => Line(screens, record), Incident.User, record.Address!, "denied")),
            ])
        {
            EventHistory = "An error is no attribute: every event of the day opened, in every region of every account.",
        };
    }

    private static Question WhoBuilt()
    {
        var ran = MonthLedger.Fact<DemoFact.ServiceRan>(ran => ran.ServiceArn == Incident.ServiceArn);
        var pushed = MonthLedger.Fact<DemoFact.ImagePushed>(push => push.Digest == ran.Digest);
        var definition = AfterSlash(ran.TaskDefinitionArn);
        return new(
            $"Which image does the service {Service} run, and who built it?",
            $"`{ran.Repository}:{ran.Tag}` (`{Short(ran.Digest)}`), built by `{pushed.Who}`: proven.",
            [
                .. Step.GoTo("prod/check", Service),
                new Step.Click("click its task definition", screens => screens.Section("As last recorded").GetByRole(AriaRole.Link, new() { Name = definition, Exact = true })),
                new Step.Click("click the container's image", screens => screens.Section("This revision").Locator(".thing-facts a").Filter(new() { HasText = $"{ran.Repository}:{ran.Tag}" })),
                new Step.Click("click the digest", screens => screens.Section("Its images over time").Locator(".thing-facts a").Filter(new() { HasText = Short(ran.Digest) })),
            ],
            [
                new(screens => screens.Heading, ran.Digest),
                new(screens => screens.Section("Who is behind it").Locator(".behind__chain > li").First, pushed.Who, "Proven"),
                new(screens => screens.Section("What ran it").Locator(".moments li").Filter(new() { HasText = $"service {Service}" }), definition),
            ])
        {
            EventHistory = "Lookups in two accounts, one after the other: the last change of the service, the registration of its task definition, the push to the registry, the event that issued the key of that.",
        };
    }

    private static Question Root(MonthLedger ledger)
    {
        var calls = ledger.Calls.Where(record => record.CallerType == "Root").DistinctBy(record => record.Id).OrderBy(record => record.Time).ToList();
        var address = Assert.Single(calls.Select(record => record.Address).Distinct());
        return new(
            "Who used root?",
            $"Somebody at {address}, {calls.Count} calls from {Utc(calls[0].Time)} UTC: {string.Join(", ", calls.Select(record => $"`{record.Action}`"))}. Which person is in no trail.",
            [new Step.Click("click the number of *Root* in *Day by day*", screens => screens.Page.GetByRole(AriaRole.Link, new() { Name = $"{calls.Count} root on {Day(calls[0].Time)}", Exact = true }))],
            [.. calls.Select(record => new Sign(screens => Line(screens, record), "root", address!))])
        {
            EventHistory = "A lookup by the user name `root`, in each region of each account.",
        };
    }

    private static Question Different() => new(
        $"What is different about the night to {Day(Incident.Begin)}?",
        $"First of all the source address {Incident.Address}, which was seen at no other time.",
        [
            new Step.Click("click *Events*", screens => screens.Page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" }).GetByRole(AriaRole.Link, new() { Name = "Events", Exact = true })),
            new Step.Click("click *What is different*", screens => screens.Page.GetByRole(AriaRole.Link, new() { Name = "What is different" })),
            new Step.ClickBar("click the bar of that night", Incident.Begin, screens => screens.Page.Locator(".choice")),
        ],
        [new(screens => screens.Section("Source IP").GetByRole(AriaRole.Listitem).First, Incident.Address, "only here")])
    {
        EventHistory = "No lookup by one attribute tells.",
    };

    private static Question Proof(MonthLedger ledger)
    {
        var (account, region, day) = (Incident.ServiceArn.Split(':')[4], Incident.ServiceArn.Split(':')[3], Incident.Begin.UtcDateTime.Date);
        var records = ledger.Calls.Where(record => record.Account == account && record.Region == region && record.Time.UtcDateTime.Date == day).ToList();
        var events = records.DistinctBy(record => record.Id).Count();
        var files = records.DistinctBy(record => record.File).Count();
        return new(
            $"Can I prove that nothing is missing of account {account} in {region} on {Day(Incident.Begin)}?",
            $"No: {files} files with {events} events were seen, and no source says that these are all. A source that lists the bucket, or that asks CloudTrail, would ([coverage.md](coverage.md)).",
            [
                new Step.Press("`g` `v`", null, "g", "v"),
                new Step.Click("click the day of the account and region", screens => screens.Page.Locator($"[data-cell][aria-label^='{day:yyyy-MM-dd}, {region}, account {account}:']")),
            ],
            [new(screens => screens.Page.Locator(".coverage-day .panel__body > p").First, account, $"files seen, {files} files, {events} events", "no source says that they are all")])
        {
            EventHistory = "It is CloudTrail's own record of the last 90 days of management events; of what is older it holds nothing.",
        };
    }

    private static string Service
    {
        get
        {
            var parts = Incident.ServiceArn.Split('/');
            return $"{parts[^2]}/{parts[^1]}";
        }
    }

    // What happened at a time, whatever the zone in which the page writes it.
    private static ILocator Dated(ILocator places, DateTimeOffset time) =>
        places.Filter(new() { Has = places.Page.Locator($"time[datetime='{time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}']") });

    // The line of a call in the list of activities: its time alone may be that of several.
    private static ILocator Line(Screens screens, MonthRecord record) =>
        Dated(screens.Page.GetByRole(AriaRole.List, new() { Name = "Activities, newest first" }).Locator("> li"), record.Time).Filter(new() { HasText = record.Action });

    private static ILocator Field(Screens screens, string title) =>
        screens.Page.Locator(".pane__field").Filter(new() { Has = screens.Page.GetByText(title, new() { Exact = true }) });

    private static string AfterSlash(string text) => text[(text.LastIndexOf('/') + 1)..];

    private static string Short(string digest) => digest[.."sha256:123456789012".Length];

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("MMMM d", CultureInfo.InvariantCulture);

    private static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
