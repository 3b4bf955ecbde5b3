using System.Text.Json;
using Npgsql;

namespace Ledger.EventLog;

/// <summary>Streams were not at the version that their writer expected. Nothing was written: the writer must read them and decide
/// again.</summary>
public sealed class StreamConflictException : Exception
{
    internal const string SqlState = "LG001";

    public StreamConflictException(IReadOnlyList<(string Tenant, string StreamId)> streams, Exception? inner = null)
        : base($"{streams.Count} stream(s) were not at the expected version: "
            + $"{string.Join(", ", streams.Take(5).Select(s => $"{s.Tenant}:{s.StreamId}"))}.", inner) =>
        Streams = streams;

    /// <summary>The streams that had moved, and only those.</summary>
    public IReadOnlyList<(string Tenant, string StreamId)> Streams { get; }

    /// <summary>The conflict that one of the caller's own statements raised outside of an append; null for any other database
    /// error.</summary>
    public static StreamConflictException? Of(PostgresException raised)
    {
        ArgumentNullException.ThrowIfNull(raised);
        return raised.SqlState == SqlState ? From(raised) : null;
    }

    internal static StreamConflictException From(PostgresException raised)
    {
        using var named = JsonDocument.Parse(raised.Hint ?? "[]");
        var streams = named.RootElement.EnumerateArray().Select(pair => (pair[0].GetString()!, pair[1].GetString()!)).ToList();
        return new StreamConflictException(streams, raised);
    }
}
