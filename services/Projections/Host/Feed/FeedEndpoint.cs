using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Ledger.Contracts.V1.Answers;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Hosting.Outgoing;
using Ledger.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Ledger.Projections.Host.Feed;

/// <summary>
/// The program's events by position, as pages (<c>waitSeconds</c> makes a request wait for the next event) or as a stream of server-sent
/// events. All programs share one log, so a page also ends after many events of other programs were read; <c>next</c> then is after them,
/// and <c>end</c> says whether the log ended there.
/// </summary>
internal static class FeedEndpoint
{
    /// <summary>How long a request without <c>waitSeconds</c> searches for the first event among those of other programs.</summary>
    private static readonly TimeSpan LookMax = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder program) => program
        .MapGet("/events", AnswerAsync)
        .RequireScope(Scopes.AccountsRead)
        .Describe("listEvents", ApiTags.Events, "Lists the program's events by position, waits for the next ones, or streams them")
        .HasPosition().Reads(Page.LimitParameter, Page.AfterNumber, FeedRequest.TypesParameter, FeedRequest.WaitParameter)
        .Answers<EventsAnswer>(meaning: "The page.").AnswersStream();

    private static async Task<IResult> AnswerAsync(HttpContext context, EventPages pages, IHostApplicationLifetime host, TimeProvider time)
    {
        if (FeedRequest.Read(context, out var asked) is { } problem) return problem;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, host.ApplicationStopping);
        var page = await pages.ReadAsync(asked.Choice, asked.After, asked.Limit, context.RequestAborted);
        if (page.Head < asked.After)
        {
            return Problem.OfParameter("bad_cursor", asked.CursorName,
                string.Create(CultureInfo.InvariantCulture, $"{asked.CursorName} is {asked.After}, but the log ends at {page.Head}."));
        }

        if (!asked.IsStream) return Answer(context, asked, await FirstAsync(pages, asked, page, time, stop.Token));
        await new EventStream(pages, time, context).RunAsync(asked.Choice, page, stop.Token);
        return Results.Empty;
    }

    /// <summary>The first page with an event, or the last page read when the time is over.</summary>
    private static async Task<EventPage> FirstAsync(EventPages pages, FeedRequest asked, EventPage page, TimeProvider time,
        CancellationToken ct)
    {
        var begun = time.GetTimestamp();
        try
        {
            while (page.Events.Count == 0)
            {
                var left = (page.IsAtEnd ? asked.Wait : LookMax) - time.GetElapsedTime(begun);
                if (left <= TimeSpan.Zero) break;
                if (page.IsAtEnd) await pages.WaitAsync(page.Position, left, ct);
                page = await pages.ReadAsync(asked.Choice, page.Position, asked.Limit, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The service is stopping: the caller continues at another node from this page's end.
        }

        return page;
    }

    private static IResult Answer(HttpContext context, FeedRequest asked, EventPage page)
    {
        Positions.Write(context, page.Position);
        context.Response.Headers.Link = $"<{asked.QueryAfter(page.Position)}>; rel=\"next\"";
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body, new JsonWriterOptions { SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WriteBoolean("end"u8, page.IsAtEnd);
            json.WriteStartArray("events"u8);
            foreach (var one in page.Events) json.WriteRawValue(one.Json.Span, skipInputValidation: true);
            json.WriteEndArray();
            json.WriteString("next"u8, page.Position.ToString(CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        return Results.Bytes(body.WrittenMemory, MediaTypes.Json);
    }
}
