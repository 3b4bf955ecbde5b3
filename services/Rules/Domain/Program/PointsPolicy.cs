namespace Ledger.Rules.Domain.Program;

/// <summary>The life of a points lot, and what a reversal may take (domain.md §4.4).</summary>
/// <param name="RedeemOn">Whether a lot may pay for the order that earned it.</param>
/// <param name="ActivationOn">What starts the delay.</param>
/// <param name="DelayDays">Days of 24 hours from the trigger to activation.</param>
/// <param name="Expiry">Null: points never expire.</param>
/// <param name="Negative">Governs cashback and fund lots too.</param>
public sealed record PointsPolicy(RedeemOn RedeemOn, Trigger ActivationOn, int DelayDays, Expiry? Expiry, NegativePolicy Negative);

/// <summary>Which orders a lot may pay for: any but the one that earned it, or any.</summary>
public enum RedeemOn
{
    Future,
    Any,
}

/// <summary>The fact about an order that starts the activation delay.</summary>
public enum Trigger
{
    Placed,
    Paid,
    Shipped,
    Delivered,
}

/// <summary>How long points live, in local calendar months.</summary>
public sealed record Expiry(int AfterMonths, ExpiryAt At);

/// <summary>Whether points expire at the end of the local month or at the exact time.</summary>
public enum ExpiryAt
{
    EndOfMonth,
    Exact,
}

/// <summary>What happens if a reversal exceeds the value left in a lot.</summary>
public enum NegativePolicy
{
    Arrears,
    WithinBalance,
    PendingOnly,
}
