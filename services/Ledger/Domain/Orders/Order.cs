using Ledger.Contracts.V1;

namespace Ledger.Ledger.Domain;

/// <summary>One order as its stream tells it. Before its first snapshot it may hold parked facts.</summary>
public sealed class Order(string program, string source, string id)
{
    public string Program { get; } = program;

    public string Source { get; } = source;

    public string Id { get; } = id;

    /// <summary>"source/orderId": how lots and caches name it.</summary>
    public string Key => KeyOf(Source, Id);

    public long StreamVersion { get; set; }

    public bool IsRecorded => Snapshot is not null;

    /// <summary>The first snapshot: account, placedAt and currency, which never change.</summary>
    public OrderRecorded? Snapshot { get; set; }

    /// <summary>The revision in force.</summary>
    public long Revision { get; set; }

    public IReadOnlyList<OrderLine> Lines { get; set; } = [];

    public string? ContactId { get; set; }

    public string? PartnerId { get; set; }

    public IReadOnlyDictionary<string, string>? Tags { get; set; }

    /// <summary>Returned quantity by line, across revisions.</summary>
    public Dictionary<string, decimal> Returned { get; } = [];

    /// <summary>Content hash by business key: "revision/2", "return/R1", "paid/", "cancelled".</summary>
    public Dictionary<string, string> Keys { get; } = [];

    public bool IsCancelled { get; set; }

    /// <summary>Effective time of the first payment, shipment and delivery, by fact.</summary>
    public Dictionary<string, DateTimeOffset> Triggers { get; } = [];

    /// <summary>The evaluation in force.</summary>
    public OrderEvaluation? Evaluation { get; set; }

    /// <summary>Owners that the order was evaluated for so far: the account, and every contact it ever named.</summary>
    public HashSet<string> EvaluatedFor { get; } = [];

    /// <summary>Local month of placedAt in the program's time zone.</summary>
    public int Month { get; set; }

    public List<FactParked> Parked { get; } = [];

    /// <summary>"source/orderId", the source escaped where it holds the separator, so that two orders never share a key.</summary>
    public static string KeyOf(string source, string id)
    {
        ArgumentNullException.ThrowIfNull(source);
        return $"{source.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal)}/{id}";
    }

    /// <summary>What remains of a line: the snapshot's quantity less what was returned of it.</summary>
    public decimal RemainingOf(OrderLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.Quantity - Returned.GetValueOrDefault(line.LineId);
    }
}
