using System.Buffers;
using System.Globalization;
using System.Text;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Hosting.Outgoing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Ledger.Projections.Host.Feed;

/// <summary>
/// Streams a program's events as server-sent events. The id of each is its position, so a client that reconnects continues where it was.
/// While there are no events, comments keep the connection alive, and ids without data move the client's position past events that it did
/// not choose. A slow client delays the writing (back-pressure); no database connection is held meanwhile.
/// </summary>
internal sealed class EventStream(EventPages pages, TimeProvider time, HttpContext context)
{
    private const int PageMax = 500;
    private const long FlushAt = 32 * 1024;
    private static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Sends a page and what follows it, until the token is cancelled, the client disconnects or its credential expires.</summary>
    public async Task RunAsync(EventChoice choice, EventPage page, CancellationToken ct)
    {
        var response = context.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        // Asks proxies not to buffer, because they would delay events.
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        try
        {
            await SendAsync("retry: 1000\n\n", ct);
            while (await context.IsStillAllowedAsync(ct))
            {
                if (page.Events.Count > 0) await SendAsync(page.Events, ct);
                page = await NextAsync(choice, page, ct);
                if (page.Events.Count > 0) continue;
                await SendAsync(string.Create(CultureInfo.InvariantCulture, $": alive\nid: {page.Position}\n\n"), ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The client has disconnected, or the service is stopping and the client will reconnect.
        }
    }

    /// <summary>The next page with an event; at the time of the next heartbeat, the last page read, without events.</summary>
    private async Task<EventPage> NextAsync(EventChoice choice, EventPage page, CancellationToken ct)
    {
        var begun = time.GetTimestamp();
        page = page with { Events = [] };
        while (page.Events.Count == 0 && HeartbeatEvery - time.GetElapsedTime(begun) is var left && left > TimeSpan.Zero)
        {
            try
            {
                if (page.IsAtEnd) await pages.WaitAsync(page.Position, left, ct);
                page = await pages.ReadAsync(choice, page.Position, PageMax, ct);
            }
            catch (Exception outage) when (DatabaseFaults.IsOutage(outage))
            {
                await Task.Delay(Pause, time, ct);
            }
        }

        return page;
    }

    private async Task SendAsync(IReadOnlyList<OutgoingEvent> events, CancellationToken ct)
    {
        var body = context.Response.BodyWriter;
        foreach (var one in events)
        {
            Write(body, string.Create(CultureInfo.InvariantCulture, $"id: {one.Position}\ndata: "));
            body.Write(one.Json.Span);
            Write(body, "\n\n");
            // Flushing waits for a slow client, so the bytes buffered for it are bounded.
            if (body.UnflushedBytes > FlushAt) await body.FlushAsync(ct);
        }

        await body.FlushAsync(ct);
    }

    private async Task SendAsync(string text, CancellationToken ct)
    {
        Write(context.Response.BodyWriter, text);
        await context.Response.BodyWriter.FlushAsync(ct);
    }

    private static void Write(IBufferWriter<byte> body, string text) => Encoding.UTF8.GetBytes(text, body);
}
