using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Versions;
using Ledger.Host.State.Shapes;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Mechanics;

namespace Ledger.Host.State;

/// <summary>
/// The JSON of an account's row; lots, holds, redemptions and the like have tables of their own. Every order rewrites its account's whole
/// text, so default values are left out: half the bytes are half the work of the database.
/// </summary>
internal static class AccountShape
{
    private static readonly Wallet NoWallet = new(default, default);

    private static readonly RebatePeriodState NoPeriod =
        new(new RebatePeriodOpened("", "", 0, 0, 0, DateTimeOffset.MinValue, DateTimeOffset.MinValue, ""));

    /// <summary>A wallet's totals.</summary>
    public static JsonShape<Wallet> Wallet { get; } = new JsonShape<Wallet>()
        .Member("owner", JsonForms.Text, w => w.Key.Owner, (w, owner) => w with { Key = w.Key with { Owner = owner } })
        .Member("unit", JsonForms.Text, w => w.Key.Unit, (w, unit) => w with { Key = w.Key with { Unit = unit } })
        .Member("pending", JsonForms.Amount, w => w.Totals.Pending, (w, value) => w with { Totals = w.Totals with { Pending = value } })
        .Member("unheld", JsonForms.Amount, w => w.Totals.Unheld, (w, value) => w with { Totals = w.Totals with { Unheld = value } })
        .Member("held", JsonForms.Amount, w => w.Totals.Held, (w, value) => w with { Totals = w.Totals with { Held = value } })
        .Member("arrears", JsonForms.Amount, w => w.Totals.Arrears, (w, value) => w with { Totals = w.Totals with { Arrears = value } })
        .Member("accrued", JsonForms.Amount, w => w.Totals.Accrued, (w, value) => w with { Totals = w.Totals with { Accrued = value } })
        .Member("reversed", JsonForms.Amount, w => w.Totals.Reversed, (w, value) => w with { Totals = w.Totals with { Reversed = value } })
        .Member("redeemed", JsonForms.Amount, w => w.Totals.Redeemed, (w, value) => w with { Totals = w.Totals with { Redeemed = value } })
        .Member("expired", JsonForms.Amount, w => w.Totals.Expired, (w, value) => w with { Totals = w.Totals with { Expired = value } })
        .Member("adjusted", JsonForms.Amount, w => w.Totals.Adjusted, (w, value) => w with { Totals = w.Totals with { Adjusted = value } });

    /// <summary>A rebate period. An account gets about one per quarter.</summary>
    public static JsonShape<RebatePeriodState> Period { get; } = new JsonShape<RebatePeriodState>()
        // A new object, because the key is computed from the opening event in the constructor.
        .Member("opened", new PeriodForm(), p => p.Opened,
            (p, opened) => new RebatePeriodState(opened, p.ClosedBy) { Basis = p.Basis, Amount = p.Amount })
        .Member("basis", JsonForms.ExactOrNull, p => p.Basis, (p, basis) => p with { Basis = basis })
        .Member("amount", JsonForms.Amount, p => p.Amount, (p, amount) => p with { Amount = amount })
        .Member("closedBy", JsonForms.TextOrNull, p => p.ClosedBy, (p, by) => p with { ClosedBy = by });

    /// <summary>The outcome of the last judging.</summary>
    public static JsonShape<Judgement> Judged { get; } = new JsonShape<Judgement>()
        .Member("loyalty", JsonForms.Named(LoyaltyKindNames.NameOf, LoyaltyKindNames.Of), j => j.Loyalty,
            (j, loyalty) => j with { Loyalty = loyalty })
        .Member("segments", JsonForms.Texts, j => j.Segments, (j, segments) => j with { Segments = segments })
        .Member("perks", JsonForms.Texts, j => j.Perks, (j, perks) => j with { Perks = perks });

    /// <summary>The account's row. Members of mechanics that the account never used are absent.</summary>
    public static JsonShape<Account> Account { get; } = new JsonShape<Account>()
        .Member("streamVersion", JsonForms.Number, a => a.StreamVersion, (a, version) => a with { StreamVersion = version })
        .Member("clock", JsonForms.Instant, a => a.Clock, (a, clock) => a with { Clock = clock })
        .Member("entries", JsonForms.Number, a => a.Entries, (a, entries) => a with { Entries = entries })
        .Member("lotsOpened", JsonForms.Number, a => a.LotsOpened, (a, opened) => a with { LotsOpened = opened })
        .Member("orders", JsonForms.Number, a => a.Orders, (a, orders) => a with { Orders = orders })
        .Member("firstOrderAt", JsonForms.InstantOrNull, a => a.FirstOrderAt, (a, at) => a with { FirstOrderAt = at })
        .Member("tier", JsonForms.TextOrNull, a => a.Tier, (a, tier) => a with { Tier = tier })
        .Member("tierSince", JsonForms.Instant, a => a.TierSince, (a, since) => a with { TierSince = since })
        .Member("graceUntil", JsonForms.InstantOrNull, a => a.GraceUntil, (a, until) => a with { GraceUntil = until })
        .Member("reviewedAt", JsonForms.InstantOrNull, a => a.ReviewedAt, (a, at) => a with { ReviewedAt = at })
        .Member("measures", new ScopesForm(), a => a.Measures, WithMore)
        .Member("points", new MonthsForm(measures => measures.MonthsOfPoints, (to, month, count) => to.AddPoints(month, count), true),
            a => a.Measures, WithMore)
        .Member("wallets", JsonForms.Table(Wallet, w => w.Key, NoWallet, isRequired: true, w => w.Totals == default),
            a => a.Wallets, (a, wallets) => a with { Wallets = wallets })
        .Member("rebates", JsonForms.Table(Period, p => p.Key, NoPeriod, isRequired: true),
            a => a.Rebates, (a, periods) => a with { Rebates = periods })
        .Member("mergedInto", JsonForms.TextOrNull, a => a.MergedInto, (a, into) => a with { MergedInto = into })
        .Member("aliases", new AliasesForm(), a => a.Aliases.Values, (a, aliases) => a with
        {
            Aliases = aliases.Aggregate(a.Aliases, (table, alias) => table.Set(
                alias.Id, alias with { Measures = table.Find(alias.Id)?.Measures ?? alias.Measures })),
        })
        .Member("inherited", JsonForms.Table(Period, p => new InheritedPeriod(p.ClosedBy!, p.Key), NoPeriod, isRequired: false),
            a => a.Inherited, (a, periods) => a with { Inherited = periods })
        // When this account was itself merged, the survivor's row has the measures of its aliases.
        .Member("aliasMeasures", new AliasMeasuresForm(), a => a.MergedInto is null ? a.Aliases.Values : [], (a, aliases) => a with
        {
            Aliases = aliases.Aggregate(a.Aliases, (table, alias) => table.Set(
                alias.Id, alias with { Into = table.Find(alias.Id)?.Into ?? alias.Into })),
        })
        .Member("activityPoints",
            new MonthsForm(
                measures => measures.MonthsOfActivityPoints, (to, month, count) => to.AddPointsOfActivities(month, count), false),
            a => a.Measures, WithMore)
        .Member("activities", JsonForms.Count, a => a.Mechanics.ActivitiesRecorded,
            (a, count) => a with { Mechanics = a.Mechanics with { ActivitiesRecorded = count } })
        .Member("terms", JsonForms.Count, a => a.Mechanics.TermsBought,
            (a, count) => a with { Mechanics = a.Mechanics with { TermsBought = count } })
        .Member("issued", new CountsForm(), a => a.Mechanics.Issued,
            (a, issued) => a with { Mechanics = a.Mechanics with { Issued = issued } })
        .Member("judged", JsonForms.Row(Judged, Judgement.Nothing), a => a.Mechanics.Judged,
            (a, judged) => a with { Mechanics = a.Mechanics with { Judged = judged } });

    /// <summary>A new account, into whose tables rows can be loaded.</summary>
    public static Account Empty(string program, string id) => new(program, id)
    {
        Mechanics = new AccountMechanics
        {
            Activities = new VersionedTable<string, RecordedActivity>(),
            Terms = new VersionedTable<string, PurchasedTerm>(),
            Grants = new VersionedTable<string, Grant>(),
            Claims = new VersionedTable<string, Claim>(),
        },
    };

    /// <summary>The account of a row, into whose tables rows can be loaded.</summary>
    public static Account Read(string program, string id, ReadOnlySpan<byte> json) => Account.Read(json, Empty(program, id));

    // Several members are parts of the one Measures value. It may be changed in place here, because nothing else refers to it yet.
    private static Account WithMore(Account account, Measures more)
    {
        var measures = account.Measures;
        if (measures is { Scopes.Count: 0, MonthsOfPoints.Count: 0, MonthsOfActivityPoints.Count: 0 })
        {
            return account with { Measures = more };
        }

        foreach (var scope in more.Scopes) measures.Know(scope);
        foreach (var (scope, month) in more.Cells) measures.Add(scope, month.Month, month.Net, month.Orders);
        foreach (var month in more.PointMonths) measures.AddPoints(month.Month, month.Points);
        foreach (var month in more.PointMonthsOfActivities) measures.AddPointsOfActivities(month.Month, month.Points);
        return account;
    }
}
