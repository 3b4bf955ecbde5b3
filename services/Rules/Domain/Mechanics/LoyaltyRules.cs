using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Mechanics;

/// <summary>Finds the loyalty kind of a standing (domain.md §3, mechanics.md §6).</summary>
public static class LoyaltyRules
{
    /// <summary>
    /// The key under which every order is measured for the loyalty kind: 1, or 0 once it is cancelled or fully returned. No scope has such
    /// a key, because keys of scopes end in a version's number.
    /// </summary>
    public const string OrdersKey = "orders/loyalty";

    private const int Months = 12;
    private const int OrdersMin = 2;
    private const int NpsMin = 9;

    /// <summary>The local months whose orders count: the month of judging and the eleven before it.</summary>
    public static MonthRange Window(Calendar calendar, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        var month = calendar.MonthOf(at);
        return new MonthRange(month - Months + 1, month);
    }

    /// <summary>Number of orders that count in the window at a time.</summary>
    public static long Orders(Calendar calendar, Measures measures, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(measures);
        return (long)measures.Spend(OrdersKey, Window(calendar, at)).Floor();
    }

    /// <summary>The first month at whose start the window no longer has enough orders, if no further order comes; null: there are too few
    /// already.</summary>
    public static int? FallsShortIn(Calendar calendar, Measures measures, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        if (Orders(calendar, measures, at) < OrdersMin) return null;
        var month = calendar.MonthOf(at);
        for (var next = month + 1; ; next++)
        {
            if (measures.Spend(OrdersKey, new MonthRange(next - Months + 1, next)) < OrdersMin) return next;
        }
    }

    /// <summary>The kind.</summary>
    /// <param name="orders">Orders placed in <see cref="Window"/>; cancelled and fully returned ones do not count.</param>
    /// <param name="nps">The latest score at the time of judging; null without one.</param>
    public static LoyaltyKind Kind(long orders, int? nps) => (orders >= OrdersMin, nps >= NpsMin) switch
    {
        (true, true) => LoyaltyKind.True,
        (false, true) => LoyaltyKind.Latent,
        (true, false) => LoyaltyKind.False,
        (false, false) => LoyaltyKind.None,
    };
}
