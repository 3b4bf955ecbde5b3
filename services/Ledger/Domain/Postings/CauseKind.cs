using Ledger.Contracts.V1;
using Ledger.Rules.Domain;

namespace Ledger.Domain.Postings;

/// <summary>The kinds of causes that movements have.</summary>
internal enum CauseKind
{
    /// <summary>An order was recorded.</summary>
    Order,

    /// <summary>An order, or a part of it, was returned.</summary>
    Return,

    /// <summary>An order was cancelled.</summary>
    Cancellation,

    /// <summary>An order was amended.</summary>
    Amendment,

    /// <summary>An order was paid, shipped or delivered.</summary>
    Progress,

    /// <summary>An activity was recorded.</summary>
    Activity,

    /// <summary>An activity was revoked.</summary>
    Revocation,

    /// <summary>A membership was bought.</summary>
    Membership,

    /// <summary>A membership was refunded.</summary>
    Refund,

    /// <summary>A milestone was reached.</summary>
    Milestone,

    /// <summary>A challenge was closed.</summary>
    Challenge,

    /// <summary>A draw was held.</summary>
    Draw,

    /// <summary>A time came: an activation, an expiry, a hold's end.</summary>
    Due,

    /// <summary>A rebate period was closed.</summary>
    Rebate,

    /// <summary>A command was carried out.</summary>
    Command,
}

/// <summary>The names of the kinds of causes: all of <see cref="Cause.Kind"/>.</summary>
internal static class CauseKindNames
{
    public const string Order = "order";
    public const string Return = "return";
    public const string Cancellation = "cancellation";
    public const string Amendment = "amendment";
    public const string Progress = "progress";
    public const string Activity = "activity";
    public const string Revocation = "revocation";
    public const string Membership = "membership";
    public const string Refund = "refund";
    public const string Milestone = "milestone";
    public const string Challenge = "challenge";
    public const string Draw = "draw";
    public const string Due = "due";
    public const string Rebate = "rebate";
    public const string Command = "command";

    /// <summary>The kind that a cause names.</summary>
    /// <exception cref="UnknownNameException">There is none.</exception>
    public static CauseKind Of(string name) => name switch
    {
        Order => CauseKind.Order,
        Return => CauseKind.Return,
        Cancellation => CauseKind.Cancellation,
        Amendment => CauseKind.Amendment,
        Progress => CauseKind.Progress,
        Activity => CauseKind.Activity,
        Revocation => CauseKind.Revocation,
        Membership => CauseKind.Membership,
        Refund => CauseKind.Refund,
        Milestone => CauseKind.Milestone,
        Challenge => CauseKind.Challenge,
        Draw => CauseKind.Draw,
        Due => CauseKind.Due,
        Rebate => CauseKind.Rebate,
        Command => CauseKind.Command,
        _ => throw new UnknownNameException("cause kind", name),
    };

    /// <summary>Whether what a cause credits in points or cashback, or takes back of it, draws on the program's budget (mechanics.md
    /// §11).</summary>
    public static bool DrawsOnBudget(this Cause cause) => Of(cause.Kind) switch
    {
        CauseKind.Draw => false,
        CauseKind.Challenge => true,
        // A period is that of a rebate, whatever changed it.
        CauseKind.Order or CauseKind.Return or CauseKind.Cancellation or CauseKind.Amendment or CauseKind.Progress or CauseKind.Activity
            or CauseKind.Revocation or CauseKind.Membership or CauseKind.Refund or CauseKind.Milestone or CauseKind.Due or CauseKind.Rebate
            or CauseKind.Command => cause.Period is null,
    };
}
