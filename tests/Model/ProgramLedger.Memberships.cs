namespace Ledger.Model;

/// <summary>Paid membership (mechanics.md §3).</summary>
internal sealed partial class ProgramLedger
{
    private Outcome Join(MembershipPurchased f)
    {
        var (key, content) = KeyOf(f);
        if (Known(key, content) is { } known)
        {
            return known;
        }
        var v = VersionAt(f.At) ?? throw new RefusedException("no_version_effective");
        var m = v.Memberships.Find(x => x.Id == f.Membership) ?? throw new RefusedException("unknown_membership");
        if (f.Currency != null && f.Currency != v.Currency)
        {
            throw new RefusedException("currency_mismatch");
        }
        var a = Begin(f.AccountId, f.At);
        BeginTier(a, v, f.At);
        var start = f.At;
        foreach (var t in a.Terms)
        {
            start = t.Membership == m.Id ? Later(start, t.Until) : start;
        }
        a.Terms.Add(new Term(f.Id, m.Id, m.Months, f.At, start, v.Calendar.AddMonths(start, m.Months))
        {
            FeeVariance = f.Price is { } price ? Rational.From(price) - Rational.From(m.Fee) : null,
        });
        Judge(a, a.Clock!.Value);
        Commit();
        accountOfPurchase[f.Id] = a.Id;
        return Bind(key, content, new Outcome(Result.Recorded));
    }

    /// <summary>Ends a term early; later terms move to an earlier start, but none before its own purchase.</summary>
    private Outcome Refund(MembershipRefunded f, bool mayPark)
    {
        var (key, content) = KeyOf(f);
        if (Known(key, content) is { } known)
        {
            return known;
        }
        if (!accountOfPurchase.TryGetValue(f.Id, out var account))
        {
            return Park(f, key + content, mayPark);
        }
        var a = Begin(account, f.At);
        var cal = versions[0].Calendar;
        var refunded = a.Terms.Find(x => x.Purchase == f.Id)!;
        var chain = a.Terms.Where(x => x.Membership == refunded.Membership).OrderBy(x => x.From).ThenBy(x => x.Until).ToList();
        int first = chain.IndexOf(refunded);
        for (int i = first; i < chain.Count; i++)
        {
            var t = chain[i];
            if (i == first)
            {
                t = t with { RefundedAt = f.At };
            }
            else
            {
                // After a merge terms may overlap: one that begins earlier than that stays where it is.
                var from = Later(t.PurchasedAt, chain[i - 1].Until);
                if (from < t.From)
                {
                    t = t with { From = from, Until = cal.AddMonths(from, t.Months) };
                }
            }
            if (t.RefundedAt is { } ended && Later(ended, t.From) < t.Until)
            {
                t = t with { Until = Later(ended, t.From) };
            }
            a.Terms[a.Terms.IndexOf(chain[i])] = t;
            chain[i] = t;
        }
        Judge(a, a.Clock!.Value);
        Commit();
        return Bind(key, content, new Outcome(Result.Recorded));
    }
}
