using System.Diagnostics;

namespace Ledger.Hosting.Telemetry;

/// <summary>The spans of this service. None is made while nobody records them.</summary>
public static class Spans
{
    private static readonly ActivitySource Source = new(TelemetryNames.Source);

    /// <summary>Whether anybody records spans.</summary>
    public static bool AreRecorded => Source.HasListeners();

    /// <summary>The span that is recorded here and now; null when there is none.</summary>
    public static Activity? Current => Activity.Current is { Recorded: true } current ? current : null;

    /// <summary>
    /// Begins a span about many requests: it joins the trace of the first, so that an order that comes alone has one trace from end to
    /// end, and links to all others. Null when none of them is recorded.
    /// </summary>
    public static Activity? Join(string name, IReadOnlyList<Activity> requests)
    {
        ArgumentNullException.ThrowIfNull(requests);
        if (requests.Count == 0) return null;
        var links = requests.Skip(1).Select(request => new ActivityLink(request.Context));
        return Source.StartActivity(name, ActivityKind.Internal, requests[0].Context, links: links);
    }

    /// <summary>Begins a span in the trace of another.</summary>
    /// <param name="name">Of <see cref="TelemetryNames.Spans"/>.</param>
    /// <param name="parent">What it belongs to.</param>
    /// <param name="kind">Producer for a message.</param>
    /// <param name="begun">When it began, if it is not now.</param>
    /// <param name="link">Another span that it has to do with.</param>
    public static Activity? Begin(
        string name, ActivityContext parent, ActivityKind kind = ActivityKind.Internal, DateTimeOffset begun = default,
        ActivityContext? link = null) =>
        Source.StartActivity(name, kind, parent, links: link is { } other ? [new ActivityLink(other)] : null, startTime: begun);
}
