using System.Globalization;
using Microsoft.AspNetCore.Components;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Components.Pages;

/// <summary>Accounts and regions by days: what is covered, by whom, and what is missing.</summary>
public sealed partial class Coverage : ComponentBase, IDisposable
{
    // A page of 92 columns and more rows is slow to draw, and nobody reads it.
    private const int MostRows = 100;
    private const int MostCells = 92;

    private readonly LatestOnly _loading = new();
    private CoverageScope _scope = CoverageScope.Usual;
    private CoverageScope? _asked;
    private CoverageMap? _map;
    private CoverageDay? _day;
    private IReadOnlyList<string> _accounts = [];
    private string? _problem;

    [Inject] private ICoverage Covered { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private TimeProvider Clock { get; set; } = null!;

    [SupplyParameterFromQuery(Name = PageUrls.From)] public string? FromText { get; set; }

    [SupplyParameterFromQuery(Name = PageUrls.To)] public string? ToText { get; set; }

    [SupplyParameterFromQuery(Name = PageUrls.Account)] public string? Account { get; set; }

    [SupplyParameterFromQuery(Name = PageUrls.Region)] public string? Region { get; set; }

    [SupplyParameterFromQuery(Name = PageUrls.Open)] public string? Opened { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        var scope = CoverageScope.Read(FromText, ToText, Account, Region, Opened, Clock.GetUtcNow());
        if (scope != _asked)
        {
            _asked = scope;
            await LoadAsync();
        }
    }

    public void Dispose() => _loading.Dispose();

    private async Task LoadAsync() => _problem = await _loading.RunAsync(async token =>
    {
        var (scope, map) = await CoverageReading.MapAsync(Covered, _asked!, CoverageScope.DayOf(Clock.GetUtcNow()), MostCells, token);
        // The choice of accounts is that of all, not only of the one that is chosen.
        var all = scope.Places == CoveragePlaces.All || (scope.Account.Length == 0 && scope.Region.Length == 0)
            ? map
            : await Covered.MapAsync(scope.Last!.Value, scope.Last.Value, CoveragePlaces.All, 1, token);
        var day = scope.Open is { } open ? await Covered.DayAsync(open.Account, open.Region, open.Day, token) : null;
        _accounts = [.. all.Rows.Select(row => row.Account).Where(account => account.Length > 0).Distinct(StringComparer.Ordinal)];
        (_scope, _map, _day) = (scope, map with { Rows = CoverageReading.InView(map.Rows) }, day);
    });

    private void Go(CoverageScope scope) => Navigation.NavigateTo(PageUrls.Coverage(scope));

    private bool IsLong(int days) => _scope.Last!.Value.DayNumber - _scope.First!.Value.DayNumber + 1 == days;

    private static string Text(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private static DateOnly? Day(ChangeEventArgs change) =>
        DateOnly.TryParseExact(change.Value?.ToString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
