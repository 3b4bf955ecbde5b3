namespace Ledger.Hosting;

/// <summary>
/// What stands at the head of a program's papers, as the document that holds it. The ledger takes it in, and the projections put it on
/// statements. It is no part of the log, because nothing is decided by it.
/// </summary>
public sealed record Letterhead
{
    /// <summary>A program has one.</summary>
    public const string OnlyId = "letterhead";

    public string Id { get; init; } = OnlyId;

    /// <summary>The name at the head; null: the program's id.</summary>
    public string? Name { get; init; }

    /// <summary>A PNG or JPEG picture; null: none.</summary>
    public byte[]? Logo { get; init; }

    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>The principal who changed it last.</summary>
    public string ChangedBy { get; init; } = "";
}
