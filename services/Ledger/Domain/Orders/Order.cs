using System.Collections.Immutable;
using Ledger.Contracts.V1;
using Ledger.Domain.Versions;

namespace Ledger.Domain.Orders;

/// <summary>One order, folded from its stream; an immutable value. Before its first snapshot it may hold parked facts.</summary>
public sealed record Order(string Program, string Source, string Id)
{
    /// <summary>"source/orderId": how lots and caches name it.</summary>
    public string Key { get; } = Streams.OrderKey(Source, Id);

    /// <summary>Version of the order's stream; 0 before its first event.</summary>
    public long StreamVersion { get; private set; }

    /// <summary>Whether a snapshot is recorded; before, the order can only have parked facts.</summary>
    public bool IsRecorded => Snapshot is not null;

    /// <summary>The first snapshot: account, placedAt and currency, which never change.</summary>
    public OrderRecorded? Snapshot { get; init; }

    /// <summary>The number of the revision in force; 0 before the first snapshot.</summary>
    public long Revision { get; init; }

    /// <summary>The lines of the revision in force.</summary>
    public IReadOnlyList<OrderLine> Lines { get; init; } = [];

    /// <summary>The contact that the revision in force names; null: none.</summary>
    public string? ContactId { get; init; }

    /// <summary>The partner that the revision in force names; null: none.</summary>
    public string? PartnerId { get; init; }

    /// <summary>The tags of the revision in force; null: none.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Returned quantity by line, across revisions.</summary>
    public ImmutableDictionary<string, decimal> Returned { get; init; } = ImmutableDictionary<string, decimal>.Empty;

    /// <summary>Content hash by business key: "revision/2", "return/R1", "paid/", "cancelled".</summary>
    public VersionedTable<string, string> Keys { get; init; } = VersionedTable.Empty<string, string>();

    /// <summary>Whether the order is cancelled.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>Effective time of the first payment, shipment and delivery, by <c>paid</c>, <c>shipped</c> and <c>delivered</c>.</summary>
    public ImmutableDictionary<string, DateTimeOffset> Triggers { get; init; } = ImmutableDictionary<string, DateTimeOffset>.Empty;

    /// <summary>The evaluation in force; null before the first.</summary>
    public OrderEvaluation? Evaluation { get; init; }

    /// <summary>Owners that the order was evaluated for so far: the account, and every contact it ever named.</summary>
    public ImmutableList<string> EvaluatedFor { get; init; } = [];

    /// <summary>Local month of placedAt in the program's time zone: year × 12 + month − 1.</summary>
    public int Month { get; init; }

    /// <summary>Facts that are parked for the order or until their time, in order of arrival.</summary>
    public ImmutableList<FactParked> Parked { get; init; } = [];

    /// <summary>What remains of a line: the snapshot's quantity less what was returned of it.</summary>
    public decimal RemainingOf(OrderLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.Quantity - Returned.GetValueOrDefault(line.LineId);
    }

    /// <summary>
    /// Counts an event in the stream's version. In place: only for a version that was just made and that nobody else has, so that an event
    /// costs one copy of the order and not two.
    /// </summary>
    internal Order Advance()
    {
        StreamVersion++;
        return this;
    }

    /// <summary>Compared by reference: two versions of one order are never equal.</summary>
    public bool Equals(Order? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
