using Ledger.Rules.Domain.Postings;

namespace Ledger.Projections.Domain.Reports;

/// <summary>What a flow between books is to the books of wallets: the columns of the roll-forward, in their order.</summary>
public enum FlowKind
{
    /// <summary>It came from issuance.</summary>
    Issued,

    /// <summary>It became usable: from pending to available.</summary>
    Activated,

    /// <summary>It was set aside, or given back.</summary>
    Held,

    /// <summary>It was spent.</summary>
    Redeemed,

    /// <summary>It was given back after it had been spent.</summary>
    RedemptionReversed,

    /// <summary>It ran out of time.</summary>
    Expired,

    /// <summary>It went back to issuance, or began to be owed.</summary>
    Reversed,

    /// <summary>It was adjusted, or brought over from another system.</summary>
    Adjusted,

    /// <summary>It went to another wallet, or came from one.</summary>
    Transferred,

    /// <summary>It paid what was owed.</summary>
    ArrearsPaid,
}

/// <summary>The names of the kinds of flows, as reports have them, and which kind a flow is of.</summary>
public static class FlowKindNames
{
    public const string Issued = "issued";
    public const string Activated = "activated";
    public const string Held = "held";
    public const string Redeemed = "redeemed";
    public const string RedemptionReversed = "redemptionReversed";
    public const string Expired = "expired";
    public const string Reversed = "reversed";
    public const string Adjusted = "adjusted";
    public const string Transferred = "transferred";
    public const string ArrearsPaid = "arrearsPaid";

    /// <summary>The name of a kind.</summary>
    public static string NameOf(FlowKind kind) => kind switch
    {
        FlowKind.Issued => Issued,
        FlowKind.Activated => Activated,
        FlowKind.Held => Held,
        FlowKind.Redeemed => Redeemed,
        FlowKind.RedemptionReversed => RedemptionReversed,
        FlowKind.Expired => Expired,
        FlowKind.Reversed => Reversed,
        FlowKind.Adjusted => Adjusted,
        FlowKind.Transferred => Transferred,
        FlowKind.ArrearsPaid => ArrearsPaid,
    };

    /// <summary>The kind of a flow of which one side at least is in wallets.</summary>
    /// <exception cref="InvalidOperationException">Neither side is.</exception>
    public static FlowKind Of(BookFlow flow)
    {
        var (from, to) = (flow.Source, flow.Target);
        var comes = !from.IsOfWallets();
        if (comes && !to.IsOfWallets()) throw new InvalidOperationException($"What goes from {flow.From} to {flow.To} is in no wallet.");
        return (comes ? from : to) switch
        {
            Book.Issuance => comes ? FlowKind.Issued : FlowKind.Reversed,
            Book.Redeemed => comes ? FlowKind.RedemptionReversed : FlowKind.Redeemed,
            Book.Expired => FlowKind.Expired,
            Book.Adjustment => FlowKind.Adjusted,
            Book.Transfer => FlowKind.Transferred,
            Book.Pending or Book.Available or Book.Held or Book.Arrears => Within(from, to),
        };
    }

    private static FlowKind Within(Book from, Book to)
    {
        if (from == Book.Arrears || to == Book.Arrears) return FlowKind.ArrearsPaid;
        return from == Book.Held || to == Book.Held ? FlowKind.Held : FlowKind.Activated;
    }
}
