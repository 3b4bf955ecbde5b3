using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Ledger.Services.Tests.Telemetry;

/// <summary>The spans that the in-memory exporter was given. Thread-safe to add to and to copy.</summary>
internal sealed class RecordedSpans : Collection<Activity>
{
    private readonly Lock gate = new();

    /// <summary>The spans of one trace so far, by their beginning.</summary>
    public IReadOnlyList<Activity> Of(ActivityTraceId trace)
    {
        lock (gate) return [.. this.Where(span => span.TraceId == trace).OrderBy(span => span.StartTimeUtc)];
    }

    /// <summary>A trace as a tree, for people.</summary>
    public static string Tree(IReadOnlyList<Activity> trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var text = new StringBuilder();
        if (trace.Count == 0) return "no span";
        var begun = trace.Min(span => span.StartTimeUtc);
        var ids = trace.Select(span => span.SpanId).ToHashSet();
        foreach (var root in trace.Where(span => !ids.Contains(span.ParentSpanId))) Write(root, 0);
        return text.ToString();

        void Write(Activity span, int depth)
        {
            text.Append(
                CultureInfo.InvariantCulture, $"{(span.StartTimeUtc - begun).TotalMilliseconds,8:0.0} ms {new string(' ', depth * 2)}");
            text.Append(CultureInfo.InvariantCulture, $"{span.DisplayName} [{span.Source.Name}] {span.Duration.TotalMilliseconds:0.0} ms");
            foreach (var (name, value) in span.TagObjects.Where(tag => tag.Key.StartsWith("ledger.", StringComparison.Ordinal)))
            {
                text.Append(CultureInfo.InvariantCulture, $" {name}={value}");
            }

            foreach (var link in span.Links) text.Append(CultureInfo.InvariantCulture, $" → {link.Context.SpanId}");
            text.AppendLine();
            foreach (var child in trace.Where(child => child.ParentSpanId == span.SpanId)) Write(child, depth + 1);
        }
    }

    /// <inheritdoc/>
    protected override void InsertItem(int index, Activity item)
    {
        lock (gate) base.InsertItem(Count, item);
    }
}
