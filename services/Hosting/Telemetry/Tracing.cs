using System.Diagnostics;

namespace Ledger.Hosting.Telemetry;

/// <summary>Begins the spans of this service. None is created unless spans are recorded.</summary>
public static class Tracing
{
    private static readonly ActivitySource Source = new(TelemetryNames.Source);

    /// <summary>Whether spans are recorded.</summary>
    public static bool AreRecorded => Source.HasListeners();

    /// <summary>The current span, if it is recorded; otherwise null.</summary>
    public static Activity? Current => Activity.Current is { Recorded: true } current ? current : null;

    /// <summary>
    /// Begins a span for a batch of requests. It belongs to the trace of the first request, so that a single order has one trace from end
    /// to end, and links to all others. Null when no request is recorded.
    /// </summary>
    public static Activity? Join(string name, IReadOnlyList<Activity> requests)
    {
        ArgumentNullException.ThrowIfNull(requests);
        if (requests.Count == 0) return null;
        var links = requests.Skip(1).Select(request => new ActivityLink(request.Context));
        return Source.StartActivity(name, ActivityKind.Internal, requests[0].Context, links: links);
    }

    /// <summary>Begins a span with a given parent.</summary>
    /// <param name="name">The span's name, from <see cref="TelemetryNames.Spans"/>.</param>
    /// <param name="parent">The span's parent.</param>
    /// <param name="kind">The kind of span, for example producer for a message sent.</param>
    /// <param name="begun">When the span began; default: now.</param>
    /// <param name="link">Another related span.</param>
    public static Activity? Begin(
        string name, ActivityContext parent, ActivityKind kind = ActivityKind.Internal, DateTimeOffset begun = default,
        ActivityContext? link = null) =>
        Source.StartActivity(name, kind, parent, links: link is { } other ? [new ActivityLink(other)] : null, startTime: begun);
}
