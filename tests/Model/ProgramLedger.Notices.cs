namespace Ledger.Model;

/// <summary>Notices before an expiry (mechanics.md §11).</summary>
internal sealed partial class ProgramLedger
{
    /// <summary>The next notice of a lot that is active by then and has something left.</summary>
    private (DateTimeOffset At, Lot Lot, int Days)? NextNotice(Account a, DateTimeOffset until)
    {
        (DateTimeOffset At, Lot Lot, int Days)? next = null;
        foreach (var l in a.Lots)
        {
            if (l.State != LotState.Active || l.Unit != "points" || l.ExpireAt is not { } expiry || (l.Free + l.Held).IsZero)
            {
                continue;
            }
            foreach (int days in (VersionAt(expiry) ?? versions[0]).NoticeDays)
            {
                var at = expiry.AddHours(-24.0 * days);
                bool done = a.Notices.Exists(x => x.LotId == l.Id && x.Days == days && x.ExpiresAt == expiry);
                if (at > a.Clock && at <= until && !(at < l.ActivateAt) && !done && !(at >= next?.At))
                {
                    next = (at, l, days);
                }
            }
        }
        return next;
    }

    private static void Announce(Account a, (DateTimeOffset At, Lot Lot, int Days) due) =>
        a.Notices.Add(new Notice(due.Lot.Id, due.Days, due.Lot.Free + due.Lot.Held, due.Lot.ExpireAt!.Value));
}
