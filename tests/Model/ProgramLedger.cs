using System.Numerics;

namespace Ledger.Model;

/// <summary>The ledger of one program: versions, accounts, facts.</summary>
internal sealed partial class ProgramLedger
{
    private readonly List<ProgramVersion> versions = [];
    private readonly Dictionary<string, Account> accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> aliases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> accountOfOrder = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Content, Outcome Outcome)> keys = new(StringComparer.Ordinal);
    private readonly List<(Fact Fact, string Code)> rejected = [];
    private readonly Dictionary<string, string> accountOfActivity = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> accountOfPurchase = new(StringComparer.Ordinal);
    private readonly List<Account> touched = [];
    private DateTimeOffset? programClock;
    private long nextLot = 1;
    private long nextHold = 1;
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
        versions.Sort(
            (x, y) => x.EffectiveFrom != y.EffectiveFrom ? x.EffectiveFrom.CompareTo(y.EffectiveFrom) : x.Version.CompareTo(y.Version));
    }

    public Outcome Apply(Fact fact, DateTimeOffset? receivedAt)
    {
        try
        {
            CheckAlone(fact, receivedAt);
            if (receivedAt is { } now)
            {
                PassTime(now);
                if (TimeOf(fact) > now.AddSeconds(60))
                {
                    return ParkUntilItsTime(fact);
                }
            }
        }
        catch (RefusedException r)
        {
            return Reject(fact, r.Code);
        }
        return Take(fact, true);
    }

    /// <summary>Records a fact that is well formed, and what waited for it.</summary>
    private Outcome Take(Fact fact, bool mayPark)
    {
        Reset();
        Outcome outcome;
        try
        {
            outcome = fact switch
            {
                OrderPlaced f => Snapshot(f.Order, null),
                OrderAmended f => Snapshot(f.Order, f.AmendedAt),
                OrderFact f => OfOrder(f, mayPark),
                ActivityCompleted f => Complete(f),
                ActivityRevoked f => Revoke(f, mayPark),
                MembershipPurchased f => Join(f),
                MembershipRefunded f => Refund(f, mayPark),
                RateSet f => SetRate(f),
                _ => throw new RefusedException("unknown_fact_type"),
            };
        }
        catch (RefusedException r)
        {
            return Reject(fact, r.Code);
        }
        if (outcome.Result == Result.Recorded && SubjectOf(fact) is { Begins: true } subject)
        {
            Unpark(subject.Key);
        }
        return outcome;
    }

    private Outcome Reject(Fact fact, string code)
    {
        rejected.Add((fact, code));
        return new Outcome(Result.Rejected, code);
    }

    private string Resolve(string account) => aliases.TryGetValue(account, out var to) ? Resolve(to) : account;

    /// <summary>
    /// A copy of the account with everything done that is due by a time; its clock is the later of that time and its own.
    /// </summary>
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
        a.Closed = ClosedAt(t);
    }

    /// <summary>Forgets what a refused fact or command had begun.</summary>
    private void Reset()
    {
        touched.Clear();
        newCost.Clear();
        newSettled.Clear();
        newGrants.Clear();
    }

    private void Commit()
    {
        foreach (var a in touched)
        {
            RunDue(a, a.Clock!.Value);
            ExpireWhenClosed(a);
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
        foreach (var (month, amount) in newCost)
        {
            cost[month] = cost.GetValueOrDefault(month) + amount;
        }
        foreach (var (partner, month, kind, amount) in newSettled)
        {
            settled[(partner, month, kind)] = settled.GetValueOrDefault((partner, month, kind)) + amount;
        }
        foreach (var (key, grant) in newGrants)
        {
            grants[grant.Id] = grant;
            grantOfKey[key] = grant.Id;
        }
        Reset();
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset? b) => b > a ? b.Value : a;
}
