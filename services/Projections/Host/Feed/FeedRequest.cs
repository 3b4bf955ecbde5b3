using System.Globalization;
using Ledger.Hosting;
using Ledger.Hosting.Api;
using Ledger.Hosting.Outgoing;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Ledger.Projections.Host.Feed;

/// <summary>What a request to the event feed asks for.</summary>
/// <param name="Choice">The event types that are chosen.</param>
/// <param name="Types">The parameter <c>types</c> as given; null: absent.</param>
/// <param name="After">The position after which events are read.</param>
/// <param name="CursorName">The name of the parameter or header that gave the position.</param>
/// <param name="Limit">The most events of a page.</param>
/// <param name="Wait">How long to wait for the first event.</param>
/// <param name="IsStream">Whether to stream server-sent events.</param>
internal sealed record FeedRequest(EventChoice Choice, string? Types, long After, string CursorName, int Limit, TimeSpan Wait,
    bool IsStream)
{
    private const int WaitMax = 60;
    private const string LastEventId = "Last-Event-ID";
    private const string EventStreamType = "text/event-stream";

    /// <summary>The parameter <c>types</c>, for the endpoint's description.</summary>
    public static QueryParameter TypesParameter { get; } =
        new("types", $"Only these events, separated by commas: {EventChoice.Rule}.", typeof(string), "unknown_event_type");

    /// <summary>The parameter <c>waitSeconds</c>, for the endpoint's description.</summary>
    public static QueryParameter WaitParameter { get; } =
        new("waitSeconds", "Waits so long for the next event where there is none yet.", typeof(int), "bad_wait")
        {
            Minimum = 0,
            Maximum = WaitMax,
        };

    /// <summary>Reads a request; returns a problem when a parameter is invalid, else null.</summary>
    public static IResult? Read(HttpContext context, out FeedRequest asked)
    {
        asked = null!;
        if (Page.Read(context, out var page) is { } problem) return problem;
        var (after, cursorName, wait) = (page.Number, "after", 0);
        var isStream = IsStreamWanted(context.Request);
        // A browser that reconnects sends the address of its first request and, in this header, the last position it has; the header
        // counts.
        if (isStream && context.Request.Headers[LastEventId] is [{ Length: > 0 } last])
        {
            cursorName = LastEventId;
            if (!long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out after))
            {
                return Problem.OfParameter("bad_cursor", cursorName, $"{LastEventId} is the id of the last event that came.");
            }
        }

        var query = context.Request.Query;
        if (query["waitSeconds"] is [{ } seconds]
            && !(int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out wait) && wait <= WaitMax))
        {
            return Problem.OfParameter("bad_wait", "waitSeconds", $"waitSeconds is a whole number from 0 to {WaitMax}.");
        }

        var types = query["types"] is [{ Length: > 0 } named] ? named : null;
        var patterns = types?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (EventChoice.Of(Segments.Program(context), patterns, out var unknown) is not { } choice)
        {
            return Problem.OfParameter("unknown_event_type", "types",
                $"There is no event {unknown}. types holds, separated by commas, {EventChoice.Rule}.");
        }

        asked = new FeedRequest(choice, types, after, cursorName, page.Limit, TimeSpan.FromSeconds(wait), isStream);
        return null;
    }

    /// <summary>The query string of the same request after another position, as a URI reference.</summary>
    public string QueryAfter(long position)
    {
        var types = Types is null ? "" : $"&types={Uri.EscapeDataString(Types)}";
        var wait = Wait > TimeSpan.Zero ? $"&waitSeconds={Wait.TotalSeconds:0}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"?after={position}{types}&limit={Limit}{wait}");
    }

    private static bool IsStreamWanted(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.Any(one => one.MediaType.Equals(EventStreamType, StringComparison.OrdinalIgnoreCase));
}
