using Ledger.Client;
using Ledger.Console.Access;
using Ledger.Console.Stories;

namespace Ledger.Console;

/// <summary>Reports and exports as files: the browser authenticates with the cookie, and the file is read from the API with the
/// key.</summary>
internal static class Downloads
{
    private static readonly HashSet<string> Reports =
        [.. FinanceReport.All.SelectMany(report => report.Tables).SelectMany(FinanceReport.FilesOf)];

    /// <summary>The exports that can be downloaded, as CSV.</summary>
    public static IReadOnlyList<string> Exports { get; } =
        ["balances", "standings", "rebates", "entitlements", "members", "grants", "challenges"];

    /// <summary>The API's path of a file relative to the program's, without parameters; null when there is no such file.</summary>
    public static string? PathOf(string name) =>
        Reports.Contains(name) ? $"reports/{name}"
        : Exports.Any(export => name == $"{export}.csv") ? $"exports/{name}"
        : null;

    /// <summary>Streams a file from the API; a refusal is sent as its problem document.</summary>
    public static async Task SendAsync(HttpContext context, Session session)
    {
        var (program, name) = ((string)context.Request.RouteValues["program"]!, (string)context.Request.RouteValues["name"]!);
        if (PathOf(name) is not { } path)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        try
        {
            using var file = await session.Ledger.Program(program)
                .DownloadAsync($"{path}{context.Request.QueryString}", context.RequestAborted);
            context.Response.ContentType = file.Content.Headers.ContentType?.ToString() ?? "text/csv";
            context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
            await file.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        catch (LedgerException refused)
        {
            context.Response.StatusCode = refused.Status;
            await context.Response.WriteAsJsonAsync(refused.Problem, context.RequestAborted);
        }
    }
}
