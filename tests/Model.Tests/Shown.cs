using System.Globalization;
using System.Numerics;
using Ledger.Domain.Accounts;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.States;
using M = Ledger.Model;

namespace Ledger.ModelTests;

/// <summary>The state of both ledgers as lines of text, which must be equal.</summary>
internal static class Shown
{
    public static List<string> Of(InMemoryLedger real, int digits, bool mechanics = false)
    {
        var lines = new List<string>();
        foreach (var account in real.Accounts)
        {
            if (mechanics && account.IsKnown && account.MergedInto is null) AddMechanics(lines, real, account);
            if (account.Tier is { } tier && account.Orders > 0) lines.Add($"{account.Id} tier {TierOf(real, tier)} since "
                + $"{Time(account.TierSince)} grace {Time(account.GraceUntil)} orders {account.Orders}");
            foreach (var (key, w) in account.Wallets.Values)
            {
                if (w.Accrued == 0 && w.Adjusted == 0 && w.Redeemed == 0 && w.Arrears == 0) continue;
                var n = key.Unit == "points" ? 0 : digits;
                lines.Add(Balance(
                        account.Id, key.Owner, key.Unit, Int(w.Pending, n), Int(w.Available, n), Int(w.Held, n), Int(w.Arrears, n),
                        Int(w.Accrued, n), Int(w.Reversed, n), Int(w.Redeemed, n), Int(w.Expired, n), Int(w.Adjusted, n)));
            }

            foreach (var period in account.Rebates.Values.Where(period => period.IsClosed))
            {
                lines.Add(Rebate(account.Id, period.Key, Int(period.Amount, digits)));
            }
            foreach (var period in account.Inherited.Values) lines.Add(Rebate(period.ClosedBy!, period.Key, Int(period.Amount, digits)));
            // A merged account's lots are left out: they are only history, and their value is the survivor's.
            foreach (var lot in account.Lots.All.Where(_ => account.MergedInto is null))
            {
                var n = lot.Wallet.Unit == "points" ? 0 : digits;
                if (lot.Pending + lot.Unheld + lot.Held + lot.Spent + lot.Expired == 0) continue;
                lines.Add(Lot(
                        account.Id, lot.Wallet.Owner, lot.Wallet.Unit, lot.IsOpen ? lot.ExpiresAt : null, Int(lot.Pending, n),
                        Int(lot.Unheld, n), Int(lot.Held, n), Int(lot.Spent, n), Int(lot.Expired, n)));
            }
        }

        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    public static List<string> Of(M.ModelLedger model, string program, IEnumerable<string> accounts, bool mechanics = false)
    {
        var lines = new List<string>();
        foreach (var s in model.Standings(program))
        {
            lines.Add($"{s.AccountId} tier {s.Tier} since {Time(s.Since)} grace {Time(s.GraceUntil)} orders {s.Orders}");
        }
        foreach (var b in model.Balances(program))
        {
            if (b.Accrued.IsZero && b.Adjusted.IsZero && b.Redeemed.IsZero && b.Arrears.IsZero) continue;
            lines.Add(Balance(
                    b.AccountId, OwnerOf(b.Owner), b.Unit, b.Pending, b.Available, b.Held, b.Arrears, b.Accrued, b.Reversed, b.Redeemed,
                    b.Expired, b.Adjusted));
        }

        if (mechanics)
        {
            foreach (var m in model.Members(program).Where(m => model.MergedInto(program, m.AccountId) is null))
            {
                lines.Add(Member(m.AccountId, m.Segments, m.Loyalty, m.Perks, m.Memberships, m.Nps));
            }
            foreach (var g in model.Grants(program)) lines.Add($"grant {g.GrantId} {g.AccountId} {g.Reward} {g.State}");
        }

        foreach (var r in model.Rebates(program)) lines.Add(Rebate(r.AccountId, $"{r.Rebate}/{r.Period}", r.Amount));
        foreach (var account in accounts.Where(account => model.MergedInto(program, account) is null))
        {
            foreach (var l in model.Lots(program, account))
            {
                if ((l.Pending + l.Free + l.Held + l.Spent + l.Expired).IsZero) continue;
                var isOpen = !(l.Pending + l.Free + l.Held).IsZero;
                lines.Add(
                    Lot(account, OwnerOf(l.Owner), l.Unit, isOpen ? l.ExpireAt : null, l.Pending, l.Free, l.Held, l.Spent, l.Expired));
            }
        }

        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    private static string TierOf(InMemoryLedger real, string tier) =>
        tier.Length > 0 ? tier
            : TierRules.InVersion(real.Program.Catalog, real.Program.Catalog.VersionForDueWork(real.Program.ClockAt), tier);

    private static void AddMechanics(List<string> lines, InMemoryLedger real, Account account)
    {
        var (mechanics, clock) = (account.Mechanics, account.Clock > real.Program.ClockAt ? account.Clock : real.Program.ClockAt);
        lines.Add(Member(
                account.Id, mechanics.Judged.Segments, LoyaltyKindNames.NameOf(mechanics.Judged.Loyalty), mechanics.Judged.Perks,
                MembershipTerms.Active(mechanics.TermsInOrder, clock), mechanics.NpsAt(clock)));
        foreach (var grant in mechanics.Grants.Values)
        {
            lines.Add($"grant {grant.Id} {account.Id} {grant.Reward} {GrantStateNames.NameOf(grant.State)}");
        }
    }

    private static string Member(
        string account, IEnumerable<string> segments, string loyalty, IEnumerable<string> perks, IEnumerable<string> memberships,
        decimal? nps) =>
        $"{account} segments {Joined(segments)} loyalty {loyalty} perks {Joined(perks)} memberships {Joined(memberships)} nps {nps}";

    private static string Joined(IEnumerable<string> ids) => string.Join('|', ids.Order(StringComparer.Ordinal));

    private static string Rebate(string account, string period, BigInteger amount) => $"{account} rebate {period} {amount}";

    private static string OwnerOf(string? owner) => string.IsNullOrEmpty(owner) ? "account" : owner;

    private static string Balance(
        string account, string owner, string unit, BigInteger pending, BigInteger available, BigInteger held, BigInteger arrears,
        BigInteger accrued, BigInteger reversed, BigInteger redeemed, BigInteger expired, BigInteger adjusted) =>
        $"{account} {owner} {unit} pending {pending} available {available} held {held} arrears {arrears} accrued {accrued} reversed "
        + $"{reversed} redeemed {redeemed} expired {expired} adjusted {adjusted}";

    private static string Lot(
        string account, string owner, string unit, DateTimeOffset? expires, BigInteger pending, BigInteger free, BigInteger held,
        BigInteger spent, BigInteger expired) =>
        $"{account} {owner} {unit} lot pending {pending} free {free} held {held} spent {spent} expired {expired} expires {Time(expires)}";

    private static string Time(DateTimeOffset? at) =>
        at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) ?? "-";

    private static BigInteger Int(decimal amount, int digits)
    {
        for (var i = 0; i < digits; i++) amount *= 10;
        return (BigInteger)amount == (BigInteger)decimal.Ceiling(amount)
            ? (BigInteger)amount
            : throw new InvalidOperationException($"{amount} is finer than the unit.");
    }
}
