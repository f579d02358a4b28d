using System.Text;

namespace WeakToStrong.Tracker.Components.Pages.Compare;

/// <summary>The tables of a comparison as CSV, under the page's own query: a link that programs can use too.</summary>
internal static class CompareDownloads
{
    public const string ViewPath = "/compare/table.csv";
    public const string WinsPath = "/compare/wins.csv";

    public static void MapCompareDownloads(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(
            ViewPath, (HttpContext http, CompareReader reader) => SendAsync(http, reader, isOfWins: false));
        endpoints.MapGet(
            WinsPath, (HttpContext http, CompareReader reader) => SendAsync(http, reader, isOfWins: true));
    }

    private static async Task<IResult> SendAsync(HttpContext http, CompareReader reader, bool isOfWins)
    {
        var query = CompareQuery.Of(name => http.Request.Query[name].FirstOrDefault());
        var model = await reader.ReadAsync(query, CompareDetail.Whole, http.RequestAborted);
        if (CompareTables.Of(model, isOfWins) is not { } table)
            return Results.NotFound();
        var name = isOfWins ? "wins" : CompareQuery.Word(query.View);
        return Results.File(
            Encoding.UTF8.GetBytes(table.ToString()), "text/csv; charset=utf-8", $"compare-{name}.csv");
    }
}
