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
/// Sends a program's events as they come, in the form of server-sent events. The id of each is its position, so a client that connects
/// again goes on where it was. While nothing comes, a comment shows that the connection lives, and an id without data moves the client's
/// position on over what it did not choose. Writing waits for the client, and holds nothing of the database meanwhile.
/// </summary>
internal sealed class EventStream(EventPages pages, TimeProvider time, HttpContext context)
{
    private const int PageMax = 500;
    private const long FlushAt = 32 * 1024;
    private static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Sends the page and what follows it until the token is cancelled, the client is gone or what it showed has ended.</summary>
    public async Task RunAsync(EventChoice choice, EventPage page, CancellationToken ct)
    {
        var response = context.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        // A proxy that collects what it passes on would keep events back.
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
            // The client is gone, or the service stops and the client comes again.
        }
    }

    /// <summary>The next page with an event, or what the time until the next heartbeat came to.</summary>
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
            // Waits where the client is slower than this: what is on its way to it is bounded.
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
