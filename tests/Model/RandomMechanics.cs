using System.Globalization;

namespace Ledger.Model;

/// <summary>Facts and commands of mechanics.md, most of them sensible: late, early, doubled and wrong ones among them.</summary>
internal sealed class RandomMechanics(Random r, int accounts, string currency)
{
    private const string P = RandomProgram.Id;
    private static readonly string[] Kinds = ["nps", "nps", "training", "training", "review", "birthday"];
    private static readonly string[] Milestones = ["stamp", "stamp", "more", "lots", "turbo-2010-01"];
    private readonly List<string> activities = [];
    private readonly List<string> purchases = [];
    private readonly List<string> claims = [];
    private readonly List<string> approvals = [];

    /// <summary>Gives an order a partner, tags or another currency.</summary>
    public Order Dress(Order o) => o with
    {
        PartnerId = r.Next(3) > 0 ? null : Partner(),
        Tags = r.Next(2) == 0 ? null : new Dictionary<string, string> { ["channel"] = r.Next(2) == 0 ? "web" : "shop" },
        Currency = o.Currency != currency || r.Next(8) > 0 ? o.Currency : r.Next(2) == 0 ? "EUR" : "CHF",
    };

    public Step? Next(string n, DateTimeOffset at) => r.Next(20) switch
    {
        < 7 => Of(Activity(n, at)),
        < 9 => Of(new ActivityRevoked(P, Some(activities, "act" + n), at, "withdrawn")),
        < 12 => Of(Purchase(n, at)),
        12 => Of(new MembershipRefunded(P, Some(purchases, "buy" + n), at, "changed their mind")),
        13 => Of(Rate(at)),
        _ => Command("m" + n, r.Next(6) == 0 ? null : at) is { } command ? new Step(null, command) : null,
    };

    /// <summary>The same key with other content.</summary>
    public static Fact? Other(Fact? fact) => fact switch
    {
        ActivityCompleted f => f with { ContactId = f.ContactId == null ? "c1" : null },
        ActivityRevoked f => f with { Reason = "other" },
        MembershipPurchased f => f with { At = f.At.AddMinutes(1) },
        MembershipRefunded f => f with { At = f.At.AddMinutes(1) },
        RateSet f => f with { Rate = f.Rate + 0.01m },
        _ => fact,
    };

    private static Step Of(Fact fact) => new(fact, null);

    private ActivityCompleted Activity(string n, DateTimeOffset at)
    {
        // Sometimes an activity arrives after its revocation.
        var id = r.Next(10) == 0 && activities.Count > 0 ? activities[^1] : "act" + n;
        activities.Add(id);
        var kind = Kinds[r.Next(Kinds.Length)];
        decimal? score = kind == "nps" ? r.Next(30) == 0 ? 10.5m : r.Next(5, 11) : kind == "review" ? r.Next(2, 11) / 2m : null;
        return new ActivityCompleted(
            P, id, Account(), kind, at, r.Next(2) == 0 ? null : "c" + r.Next(3).ToString(CultureInfo.InvariantCulture), score,
            r.Next(4) == 0 ? Partner() : null);
    }

    private MembershipPurchased Purchase(string n, DateTimeOffset at)
    {
        purchases.Add("buy" + n);
        var membership = r.Next(25) == 0 ? "gold" : r.Next(3) > 0 ? "plus" : "pro";
        return new MembershipPurchased(P, "buy" + n, Account(), membership, at, r.Next(2) == 0 ? 9.5m : null, r.Next(3) == 0
                ? r.Next(8) == 0
                    ? "USD"
                    : currency
                : null);
    }

    private RateSet Rate(DateTimeOffset at) => new(
            P,
            r.Next(2) == 0 ? "EUR"
                : r.Next(4) == 0 ? currency
                : "CHF",
            at,
            r.Next(1, 2000) / 1000m
        );

    private Command? Command(string key, DateTimeOffset? at)
    {
        switch (r.Next(12))
        {
            case < 4:
                claims.Add(key);
                return new ClaimFund(
                    P,
                    key,
                    at,
                    Account(),
                    r.Next(12) == 0 ? "h"
                        : r.Next(2) == 0 ? "f"
                        : "g",
                    Amount(),
                    "fair",
                    Proofs(),
                    "costs",
                    "ann"
                );
            case 4:
                return claims.Count == 0 ? null : new AddClaimProofs(P, key, at, Late(claims), [new Proof("bill", new string('b', 64))]);
            case < 8:
                if (claims.Count == 0)
                {
                    return null;
                }
                approvals.Add(key);
                return new ApproveClaim(P, key, at, Late(claims), r.Next(2) == 0 ? null : Amount(), r.Next(6) == 0 ? "ann" : "bob");
            case 8:
                return claims.Count == 0 ? null : new RejectClaim(P, key, at, Late(claims), "not ours", "bob");
            case 9:
                return approvals.Count == 0 ? null : new ReverseRedemption(P, key, at, Late(approvals), null);
            case 10:
                return r.Next(3) > 0 ? new FulfilGrant(P, key, at, Grant()) : new CancelGrant(P, key, at, Grant(), "out of stock");
            default:
                var account = Account();
                return r.Next(2) == 0
                    ? new RedeemVoucher(P, key, at, account, null, "points", r.Next(1, 20), null, null, Partner())
                    : new HoldValue(P, key, at, account, null, "points", r.Next(1, 20), r.Next(1, 9000), null, null, null, Partner());
        }
    }

    private IReadOnlyList<Proof> Proofs() => r.Next(4) == 0 ? [] : [new Proof("photo", new string('a', 64), "https://example.com/photo")];

    private string Grant() => $"{Milestones[r.Next(Milestones.Length)]}-{Account()}-{r.Next(1, 4)}";

    private string Partner() => r.Next(40) == 0 ? "p-ghost" : r.Next(5) switch
    {
        < 3 => "p-a",
        3 => "p-b",
        _ => "p-mute",
    };

    private string Some(List<string> list, string early)
    {
        if (list.Count > 0 && r.Next(6) > 0)
        {
            return Late(list);
        }
        list.Add(early);
        return early;
    }

    private string Late(List<string> list) => list[^(1 + r.Next(Math.Min(6, list.Count)))];

    private decimal Amount() => currency == "JPY" ? r.Next(1, 3) : r.Next(1, 200) / 100m;

    private string Account() => "A" + r.Next(accounts).ToString(CultureInfo.InvariantCulture);
}
