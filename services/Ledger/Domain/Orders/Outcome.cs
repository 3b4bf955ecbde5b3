namespace Ledger.Domain.Orders;

/// <summary>How a fact or command ended.</summary>
public enum OutcomeKind
{
    /// <summary>Recorded now.</summary>
    Recorded,

    /// <summary>Recorded before with the same content; the first outcome is returned again.</summary>
    Repeated,

    /// <summary>A revision that arrived after a higher one: recorded, without effect.</summary>
    Superseded,

    /// <summary>Waits for its order, for what it undoes, or for its time.</summary>
    Parked,

    /// <summary>The key is bound to other content; nothing changed.</summary>
    Conflict,

    /// <summary>Refused. A rejected fact is stored in the list of rejected facts.</summary>
    Rejected,
}

/// <summary>The end of a fact: what happened and, when it was refused, why.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Code">Stable code of a refusal; see <see cref="Refusals"/>.</param>
/// <param name="Message">A sentence for people.</param>
public sealed record Outcome(OutcomeKind Kind, string? Code = null, string? Message = null)
{
    /// <summary>For the merge of an account that was merged before: the account that it was merged into.</summary>
    public string? MergedInto { get; init; }

    public static Outcome Recorded { get; } = new(OutcomeKind.Recorded);

    public static Outcome Repeated { get; } = new(OutcomeKind.Repeated);

    public static Outcome Superseded { get; } = new(OutcomeKind.Superseded);

    public static Outcome Parked { get; } = new(OutcomeKind.Parked);

    public static Outcome Reject(string code, string message) => new(OutcomeKind.Rejected, code, message);

    public static Outcome Conflict(string message) => new(OutcomeKind.Conflict, Refusals.Conflict, message);
}
