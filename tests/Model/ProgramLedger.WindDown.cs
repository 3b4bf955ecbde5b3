namespace Ledger.Model;

/// <summary>The end of a program: nothing is earned from earnUntil on, nothing spent from redeemUntil on (mechanics.md §11).</summary>
internal sealed partial class ProgramLedger
{
    private bool EndedEarning(DateTimeOffset t) => t >= VersionAt(t)?.EarnUntil;

    private bool ClosedAt(DateTimeOffset t) => t >= VersionAt(t)?.RedeemUntil;

    private void RefuseWhenClosed(Account a)
    {
        if (ClosedAt(a.Clock!.Value))
        {
            throw new RefusedException("program_closed");
        }
    }

    /// <summary>The next time at which the program closes for an account, each version's own.</summary>
    private DateTimeOffset? NextClosing(Account a)
    {
        DateTimeOffset? next = null;
        foreach (var v in versions)
        {
            if (v.RedeemUntil is not { } until)
            {
                continue;
            }
            var at = Later(v.EffectiveFrom, until);
            if (VersionAt(at) == v && !(at <= a.ClosingDone) && !(at >= next))
            {
                next = at;
            }
        }
        return next;
    }

    private static void CloseHolds(Account a)
    {
        foreach (var h in a.Holds.FindAll(x => x.Open))
        {
            CloseHold(a, h, "released");
        }
    }

    /// <summary>In a closed program every lot expires, also one credited later, and pays no arrears.</summary>
    private static void ExpireWhenClosed(Account a)
    {
        if (!a.Closed)
        {
            return;
        }
        foreach (var l in a.Lots)
        {
            if (l.State != LotState.Expired)
            {
                Expire(a, l);
            }
        }
    }
}
