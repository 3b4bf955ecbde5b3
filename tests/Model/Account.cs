using System.Numerics;

namespace Ledger.Model;

/// <summary>An activity as it was judged: the rules that rewarded it, and the points they gave (mechanics.md §2).</summary>
internal sealed record ActivityState(
    string Id,
    string Kind,
    string? ContactId,
    DateTimeOffset At,
    decimal? Score,
    ProgramVersion Version,
    string? Partner,
    int Month)
{
    public List<string> Rules { get; init; } = [];
    public string ContactWallet { get; init; } = "";
    public BigInteger ToAccount { get; init; }
    public BigInteger ToContact { get; init; }
    public bool Revoked { get; init; }
    public BigInteger Points => Revoked ? 0 : ToAccount + ToContact;
    public string Cause => "activity|" + Id;
}

/// <summary>A term of a membership: from inclusive, until exclusive (mechanics.md §3).</summary>
internal sealed record Term(
    string Purchase, string Membership, int Months, DateTimeOffset PurchasedAt, DateTimeOffset From, DateTimeOffset Until)
{
    public DateTimeOffset? RefundedAt { get; init; }
    public Rational? FeeVariance { get; init; }

    public bool ActiveAt(DateTimeOffset t) => From <= t && t < Until;
}

internal sealed class Account
{
    public required string Id { get; init; }
    public DateTimeOffset? Clock { get; set; }
    public List<OrderState> Orders { get; set; } = [];
    public List<Lot> Lots { get; set; } = [];
    public List<Hold> Holds { get; set; } = [];
    public List<Redemption> Redemptions { get; set; } = [];
    public List<RebatePeriod> Periods { get; set; } = [];
    public List<ActivityState> Activities { get; set; } = [];
    public List<Term> Terms { get; set; } = [];
    public List<Claim> Claims { get; set; } = [];

    // As last judged.
    public HashSet<string> Segments { get; set; } = new(StringComparer.Ordinal);
    public HashSet<string> Perks { get; set; } = new(StringComparer.Ordinal);
    public string Loyalty { get; set; } = "none";
    public DateTimeOffset? Judged { get; set; }

    /// <summary>The program's last closing (redeemUntil) that was carried out here, and whether it is closed now.</summary>
    public DateTimeOffset? ClosingDone { get; set; }

    public bool Closed { get; set; }
    public List<Notice> Notices { get; set; } = [];
    public Dictionary<(string Owner, string Unit), Wallet> Wallets { get; set; } = [];
    public Dictionary<(string Cause, string Owner, string Unit, string Sub), CauseState> Causes { get; set; } = [];
    public Dictionary<string, BigInteger> Milestones { get; set; } = new(StringComparer.Ordinal);
    public string? TierId { get; set; }
    public Rational TierFrom { get; set; }
    public ProgramVersion? TierVersion { get; set; }
    public DateTimeOffset Since { get; set; }
    public DateTimeOffset? GraceUntil { get; set; }
    public DateTimeOffset? LastReview { get; set; }

    public Account Copy()
    {
        var c = (Account)MemberwiseClone();
        c.Orders = [.. Orders];
        c.Lots = Lots.ConvertAll(x => x.Copy());
        c.Holds = Holds.ConvertAll(x => x.Copy());
        c.Redemptions = Redemptions.ConvertAll(x => x.Copy());
        c.Periods = Periods.ConvertAll(x => x.Copy());
        c.Activities = [.. Activities];
        c.Terms = [.. Terms];
        c.Claims = [.. Claims];
        c.Notices = [.. Notices];
        c.Milestones = new(Milestones, StringComparer.Ordinal);
        c.Wallets = [];
        foreach (var (k, w) in Wallets)
        {
            c.Wallets[k] = w.Copy();
        }
        c.Causes = [];
        foreach (var (k, s) in Causes)
        {
            c.Causes[k] = s.Copy();
        }
        return c;
    }

    /// <summary>The order's own copy in this account's copy, to be changed.</summary>
    public OrderState Edit(string key)
    {
        int i = Orders.FindIndex(x => x.Key == key);
        Orders[i] = Orders[i].Copy();
        return Orders[i];
    }

    public Wallet WalletOf(string owner, string unit)
    {
        if (!Wallets.TryGetValue((owner, unit), out var w))
        {
            w = new Wallet();
            Wallets[(owner, unit)] = w;
        }
        return w;
    }

    public Lot LotOf(long id) => Lots.Find(x => x.Id == id)!;
}
