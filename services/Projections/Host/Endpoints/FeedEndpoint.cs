using System.Globalization;
using Ledger.Hosting;
using Ledger.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host;

/// <summary>
/// The program's events by position. The log is in one order for all programs, so a page also ends after it has looked at many events of
/// others; <c>next</c> then stands after them, and <c>end</c> says whether the log ended there.
/// </summary>
internal static class FeedEndpoint
{
    private const int LookAtMax = 20_000;
    private const int LookAtOnce = 1_000;

    public static void Map(IEndpointRouteBuilder program) => program.MapGet("/events", AnswerAsync).RequireScope(Scopes.AccountsRead);

    private static async Task<IResult> AnswerAsync(HttpContext context, Views views)
    {
        if (Page.Read(context, out var page) is { } problem) return problem;
        var program = Segments.Program(context);
        var cursor = page.Number;
        var events = new List<object>();
        var atEnd = false;
        for (var looked = 0; events.Count < page.Limit && looked < LookAtMax && !atEnd;)
        {
            var read = await views.Log.ReadAfterAsync(cursor, LookAtOnce, context.RequestAborted);
            atEnd = read.Count < LookAtOnce;
            looked += LookAtOnce;
            foreach (var stored in read)
            {
                if (events.Count == page.Limit)
                {
                    atEnd = false;
                    break;
                }

                cursor = stored.Position;
                if (stored.Tenant != program) continue;
                events.Add(new { stored.Position, stored.Id, stored.Type, Stream = stored.StreamId, stored.Version, stored.Timestamp, Data = EventJson.Data(stored.Data) });
            }
        }

        Positions.Write(context, cursor);
        return Answer.Json(new { Events = events, Next = cursor.ToString(CultureInfo.InvariantCulture), End = atEnd });
    }
}
