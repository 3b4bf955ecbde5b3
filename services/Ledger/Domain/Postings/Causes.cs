namespace Ledger.Domain.Postings;

/// <summary>The kinds of causes that movements have: all of <see cref="Contracts.V1.Cause.Kind"/>.</summary>
internal static class Causes
{
    /// <summary>An order was recorded.</summary>
    public const string Order = "order";

    /// <summary>An order was amended.</summary>
    public const string Amendment = "amendment";

    /// <summary>An order, or a part of it, was returned.</summary>
    public const string Return = "return";

    /// <summary>An order was cancelled.</summary>
    public const string Cancellation = "cancellation";

    /// <summary>An order was paid, shipped or delivered.</summary>
    public const string Progress = "progress";

    /// <summary>An activity was recorded.</summary>
    public const string Activity = "activity";

    /// <summary>An activity was revoked.</summary>
    public const string Revocation = "revocation";

    /// <summary>A membership was bought.</summary>
    public const string Membership = "membership";

    /// <summary>A membership was refunded.</summary>
    public const string Refund = "refund";

    /// <summary>A milestone was reached.</summary>
    public const string Milestone = "milestone";

    /// <summary>A challenge was closed.</summary>
    public const string Challenge = "challenge";

    /// <summary>A draw was held.</summary>
    public const string Draw = "draw";

    /// <summary>A time came: an activation, an expiry, a hold's end.</summary>
    public const string Due = "due";

    /// <summary>A rebate period was closed.</summary>
    public const string Rebate = "rebate";

    /// <summary>A command was carried out.</summary>
    public const string Command = "command";
}
