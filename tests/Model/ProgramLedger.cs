using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Ledger.Model;

internal sealed record LotDates(DateTimeOffset? Activate, DateTimeOffset? Expire, Func<DateTimeOffset, DateTimeOffset?> ExpireFrom);

/// <summary>The ledger of one program: versions, accounts, facts.</summary>
internal sealed partial class ProgramLedger
{
    internal static readonly string[] Weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    private static readonly Rational Hundred = Rational.From(100m);

    private readonly List<ProgramVersion> versions = [];
    private readonly Dictionary<string, Account> accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> aliases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> accountOfOrder = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Content, Outcome Outcome)> keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(string Content, OrderFact Fact)>> parked = new(StringComparer.Ordinal);
    private readonly List<(Fact Fact, string Code)> rejected = [];
    private readonly List<Account> touched = [];
    private DateTimeOffset? programClock;
    private long nextLot = 1;
    private long nextHold = 1;
    private bool anySegments;

    public IReadOnlyList<(Fact Fact, string Code)> Rejected => rejected;

    public void Publish(ProgramVersion v)
    {
        if (versions.Count > 0 && versions[0].Currency != v.Currency)
        {
            throw new ProgramErrorException("currency", "differs from the program's");
        }
        if (versions.Count > 0 && versions[0].Zone != v.Zone)
        {
            throw new ProgramErrorException("timeZone", "differs from the program's");
        }
        if (versions.Exists(x => x.Version == v.Version))
        {
            throw new ProgramErrorException("version", "is published already");
        }
        versions.Add(v);
        versions.Sort((x, y) => x.EffectiveFrom != y.EffectiveFrom ? x.EffectiveFrom.CompareTo(y.EffectiveFrom) : x.Version.CompareTo(y.Version));
        anySegments = versions.Exists(x => x.Segments.Count > 0);
    }

    public Outcome AdvanceClock(DateTimeOffset to)
    {
        programClock = Later(to, programClock);
        foreach (var id in accounts.Keys.ToList())
        {
            var a = Begin(id, to);
            JudgeSegments(a, a.Clock!.Value);
            Commit();
        }
        return new Outcome(Result.Recorded);
    }

    public Outcome Apply(Fact fact, DateTimeOffset? receivedAt)
    {
        touched.Clear();
        Outcome outcome;
        try
        {
            outcome = fact switch
            {
                OrderPlaced f => Snapshot(f.Order, null, receivedAt),
                OrderAmended f => Snapshot(f.Order, f.AmendedAt, receivedAt),
                OrderFact f => OfOrder(f, true, receivedAt),
                ActivityCompleted f => Complete(f),
                MembershipPurchased f => Join(f),
                _ => throw new RefusedException("unknown_fact_type"),
            };
        }
        catch (RefusedException r)
        {
            rejected.Add((fact, r.Code));
            return new Outcome(Result.Rejected, r.Code);
        }
        if (outcome.Result == Result.Recorded && fact is OrderPlaced or OrderAmended)
        {
            var order = fact is OrderPlaced p ? p.Order : ((OrderAmended)fact).Order;
            Unpark(OrderKey(order.Source, order.OrderId));
        }
        return outcome;
    }

    // ---- transactions ----

    private string Resolve(string account) => aliases.TryGetValue(account, out var to) ? Resolve(to) : account;

    /// <summary>A copy of the account with everything done that is due by then; its clock stands at the later time.</summary>
    private Account Begin(string id, DateTimeOffset at)
    {
        id = Resolve(id);
        var a = accounts.TryGetValue(id, out var known) ? known.Copy() : new Account { Id = id, Clock = programClock };
        touched.Add(a);
        MoveTo(a, at);
        return a;
    }

    private void MoveTo(Account a, DateTimeOffset at)
    {
        var t = Later(at, a.Clock);
        RunDue(a, t);
        a.Clock = t;
    }

    private void Commit()
    {
        foreach (var a in touched)
        {
            RunDue(a, a.Clock!.Value);
            foreach (var w in a.Wallets.Values)
            {
                foreach (var n in new[] { w.Accrued, w.Reversed, w.Redeemed, w.Expired, BigInteger.Abs(w.Adjusted), w.Arrears })
                {
                    if (n > long.MaxValue)
                    {
                        throw new RefusedException("overflow");
                    }
                }
            }
        }
        foreach (var a in touched)
        {
            accounts[a.Id] = a;
        }
        touched.Clear();
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset? b) => b > a ? b.Value : a;

    /// <summary>The first outcome of a key already bound, a conflict for other content, or nothing for a new key.</summary>
    private Outcome? Known(string key, string content)
    {
        if (!keys.TryGetValue(key, out var first))
        {
            return null;
        }
        return first.Content == content ? new Outcome(Result.Repeated, first.Outcome.Code) : new Outcome(Result.Conflict, "conflict");
    }

    private Outcome Bind(string key, string content, Outcome outcome)
    {
        keys[key] = (content, outcome);
        return outcome;
    }

    private static string Digest(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Text(decimal d) => d.ToString("0.############################", CultureInfo.InvariantCulture);

    private static string Quote(string? s) => s == null ? "-" : s.Length + ":" + s;

    private static string Ticks(DateTimeOffset t) => t.UtcTicks.ToString(CultureInfo.InvariantCulture);

    // ---- versions and tiers ----

    private ProgramVersion? VersionAt(DateTimeOffset t)
    {
        ProgramVersion? found = null;
        foreach (var v in versions)
        {
            if (v.EffectiveFrom <= t)
            {
                found = v;
            }
        }
        return found;
    }

    private static int MapTier(string id, Rational from, ProgramVersion v)
    {
        int same = v.Tiers.FindIndex(x => x.Id == id);
        return same >= 0 ? same : TierFor(v, from);
    }

    private static int TierFor(ProgramVersion v, Rational metric)
    {
        int best = 0;
        for (int i = 0; i < v.Tiers.Count; i++)
        {
            if (v.Tiers[i].From <= metric)
            {
                best = i;
            }
        }
        return best;
    }

    /// <summary>The account's tier in the words of a version; the versions between are gone through one by one.</summary>
    private int TierIn(Account a, ProgramVersion v)
    {
        if (a.TierId == null)
        {
            return 0;
        }
        string id = a.TierId;
        var from = a.TierFrom;
        int start = versions.IndexOf(a.TierVersion!);
        int end = versions.IndexOf(v);
        for (int i = start + 1; i < end; i++)
        {
            var t = versions[i].Tiers[MapTier(id, from, versions[i])];
            id = t.Id;
            from = t.From;
        }
        return MapTier(id, from, v);
    }

    private static void SetTier(Account a, ProgramVersion v, int tier, DateTimeOffset since)
    {
        a.TierId = v.Tiers[tier].Id;
        a.TierFrom = v.Tiers[tier].From;
        a.TierVersion = v;
        a.Since = since;
    }

    private static Rational QualifyingMetric(Account a, ProgramVersion v, int month) => Metric(a, v.Metric, v.MetricScope, v.MetricWindow, month, v);

    private static Rational Metric(Account a, string metric, Scope? scope, Window window, int month, ProgramVersion v)
    {
        int first = window.Kind switch
        {
            "rolling-months" => month - window.Months + 1,
            "calendar-year" => month / 12 * 12,
            _ => int.MinValue,
        };
        var sum = Rational.Zero;
        foreach (var o in a.Orders)
        {
            if (o.Month < first || o.Month > month)
            {
                continue;
            }
            switch (metric)
            {
                case "spend":
                    sum += o.ScopedNet(scope ?? v.Merchandise);
                    break;
                case "orders":
                    if (scope == null || o.First.Lines.Any(scope.Covers))
                    {
                        sum += Rational.One;
                    }
                    break;
                default:
                    sum += Rational.From(o.Points);
                    break;
            }
        }
        return sum;
    }

    private bool Upgrade(Account a, DateTimeOffset at)
    {
        var v = VersionAt(at) ?? versions[0];
        int reached = TierFor(v, QualifyingMetric(a, v, v.Calendar.Month(at)));
        if (reached <= TierIn(a, v))
        {
            return false;
        }
        SetTier(a, v, reached, at);
        a.GraceUntil = null;
        return true;
    }

    private static Rational StepPercent(List<PercentStep> steps, Rational metric)
    {
        var percent = Rational.Zero;
        foreach (var s in steps)
        {
            if (s.From <= metric)
            {
                percent = s.Percent;
            }
        }
        return percent;
    }

    private static BigInteger RoundMoney(ProgramVersion v, Rational amount) => (amount * Minor(v)).Round(v.MoneyRounding);

    private static Rational Minor(ProgramVersion v) => Rational.From(BigInteger.Pow(10, v.MoneyDigits));

    private static DateTimeOffset? ExpiryFrom(Expiry? e, Calendar cal, DateTimeOffset from)
    {
        if (e == null)
        {
            return null;
        }
        if (e.EndOfMonth)
        {
            return cal.MonthStart(cal.Month(from) + e.AfterMonths + 1);
        }
        return cal.AddMonths(from, e.AfterMonths);
    }

    // ---- conditions ----

    private static bool Holds(Account a, ProgramVersion v, When? w, DateTimeOffset p, string? contact, string? partner, IReadOnlyDictionary<string, string>? tags, ProgramLedger ledger)
    {
        if (w == null)
        {
            return true;
        }
        string tier = v.Tiers[ledger.TierIn(a, v)].Id;
        int tenure = 0;
        if (a.Orders.Count > 0)
        {
            tenure = v.Calendar.WholeMonths(a.Orders.Min(x => x.Now.PlacedAt), p);
        }
        var nps = LatestScore(a, p);
        return (w.TierIn == null || w.TierIn.Contains(tier))
            && (w.NotTierIn == null || !w.NotTierIn.Contains(tier))
            && (w.SegmentIn == null || w.SegmentIn.Exists(a.Segments.Contains))
            && (w.PerkIn == null || w.PerkIn.Exists(x => ledger.HoldsPerk(a, v, x, p, contact, partner, tags)))
            && (w.MembershipIn == null || w.MembershipIn.Exists(x => a.Memberships.Exists(m => m.Id == x && m.From <= p && p < m.Until)))
            && (w.PartnerIn == null || (partner != null && w.PartnerIn.Contains(partner)))
            && (w.ChannelIn == null || (tags != null && tags.TryGetValue("channel", out var ch) && w.ChannelIn.Contains(ch)))
            && (w.TenureAtLeast == null || tenure >= w.TenureAtLeast)
            && (w.TenureBelow == null || tenure < w.TenureBelow)
            && (w.OrdersAtLeast == null || a.Orders.Count >= w.OrdersAtLeast)
            && (w.OrdersBelow == null || a.Orders.Count < w.OrdersBelow)
            && (w.SpendWindow == null || Metric(a, "spend", w.SpendScope, w.SpendWindow, v.Calendar.Month(p), v) >= w.SpendAmount)
            && (w.NpsAtLeast == null || nps >= w.NpsAtLeast)
            && (w.WeekdayIn == null || w.WeekdayIn.Contains(Weekdays[(int)v.Calendar.Local(p).DayOfWeek]))
            && (w.ContactIsSet == null || w.ContactIsSet == (contact != null));
    }

    /// <summary>The score of the latest survey at or before a time; of two at one time the one recorded later.</summary>
    private static decimal? LatestScore(Account a, DateTimeOffset p)
    {
        decimal? score = null;
        DateTimeOffset at = default;
        foreach (var x in a.Activities)
        {
            if (x.Score != null && x.At <= p && (score == null || x.At >= at))
            {
                score = x.Score;
                at = x.At;
            }
        }
        return score;
    }

    private bool Holds(Account a, ProgramVersion v, When? w, DateTimeOffset p, string? contact, string? partner, IReadOnlyDictionary<string, string>? tags) =>
        Holds(a, v, w, p, contact, partner, tags, this);

    private bool HoldsPerk(Account a, ProgramVersion v, string id, DateTimeOffset p, string? contact, string? partner, IReadOnlyDictionary<string, string>? tags)
    {
        bool listed = false;
        bool granted = false;
        var tier = v.Tiers[TierIn(a, v)];
        foreach (var t in v.Tiers)
        {
            if (t.Perks.Contains(id))
            {
                listed = true;
                granted |= t == tier;
            }
        }
        foreach (var m in v.Memberships)
        {
            if (m.Perks.Contains(id))
            {
                listed = true;
                granted |= a.Memberships.Exists(x => x.Id == m.Id && x.From <= p && p < x.Until);
            }
        }
        if (listed && !granted)
        {
            return false;
        }
        var perk = v.Perks.Find(x => x.Id == id);
        return perk == null ? granted : Holds(a, v, perk.When, p, contact, partner, tags);
    }
}
