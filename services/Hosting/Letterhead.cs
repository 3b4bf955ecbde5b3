namespace Ledger.Hosting;

/// <summary>
/// The document with the letterhead of a program's printed statements. The ledger's endpoints write it, and the projections read it. It is
/// not in the log, because no decision depends on it.
/// </summary>
public sealed record Letterhead
{
    /// <summary>The document's id: a program has only one letterhead.</summary>
    public const string OnlyId = "letterhead";

    public string Id { get; init; } = OnlyId;

    /// <summary>The name to print; null: the program's id.</summary>
    public string? Name { get; init; }

    /// <summary>A PNG or JPEG picture; null: none.</summary>
    public byte[]? Logo { get; init; }

    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>The principal who changed it last.</summary>
    public string ChangedBy { get; init; } = "";
}
