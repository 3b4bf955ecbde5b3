using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Spending;
using Ledger.Domain.Versions;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.States;

namespace Ledger.Services.Tests.Writing;

/// <summary>Rows with every member set, for the tests of how rows are stored.</summary>
internal static class StateSamples
{
    public static readonly DateTimeOffset Noon = new(2011, 3, 8, 12, 0, 0, TimeSpan.Zero);

    public static Hold FullHold { get; } = new("h1", new WalletKey("anna", Units.Points), "shop/1+\"\u00e9", Noon.AddTicks(1234560), 7)
    {
        State = HoldState.Captured,
        PartnerId = "p1",
        Lots = [new LotShare(3, 2.50m), new LotShare(4, 7)],
    };

    public static Redemption FullRedemption { get; } = new("r1", new WalletKey("anna", Units.Points), "shop/1", "mug", 9)
    {
        PartnerId = "p1",
        OrderNet = Exact.Parse("1/7"),
        Lots = [new Allocation(3, 2.50m, 0), new Allocation(4, 7, 1.0m)],
    };

    // The rows of records that are kept as they are.
    public static Account Held()
    {
        var account = new Account("acme", "C1");
        return account with
        {
            Spending = account.Spending
                .Set(new Adjustment("j1", new WalletKey("anna", Units.Points), -7, "typo", "ann", Noon, AdjustmentState.AwaitingApproval))
                .Set(new Voucher("V1", "r1", 2.50m, Noon.AddDays(9), VoucherState.Used)),
            Mechanics = account.Mechanics with
            {
                Grants = Table([new Grant("stamp-C1-1", "stamp", 1, "mug", GrantState.Granted)], grant => grant.Id),
                Claims = Table(
                    [new Claim("c1", "mdf", 4, "fair", [new ClaimProof("bill", "ff")], "spring", "ann", Noon, ClaimState.Requested)],
                    claim => claim.Id),
            },
        };
    }

    // An account with every member set, as after a merge; it has no aliases' measures, because a merged account does not keep them.
    public static Account Full()
    {
        var (measures, own) = (new Measures(), new Measures());
        measures.Add("*", 24134, Exact.Parse("99.50"), 2);
        measures.Add("*", 24137, Exact.Parse("-1/7"), -1);
        measures.Add("goods@1", 24134, Exact.Parse($"{new string('9', 140)}"), 1);
        measures.Know("empty@2");
        measures.AddPoints(24134, 434);
        measures.AddPointsOfActivities(24135, 50);
        own.Add("*", 24134, Exact.One, 1);
        return new Account("acme", "C\u00e91\"")
        {
            StreamVersion = 12,
            Clock = Noon.AddTicks(1234560),
            Entries = 9,
            LotsOpened = 4,
            Orders = 3,
            FirstOrderAt = Noon.AddDays(-40),
            Tier = "silver",
            TierSince = Noon.AddDays(-30),
            GraceUntil = Noon.AddDays(30),
            ReviewedAt = Noon.AddDays(-8),
            Measures = measures,
            Wallets = Table(
                [
                    new Wallet(new WalletKey("account", Units.Points), new WalletTotals
                    {
                        Pending = 1,
                        Unheld = 2.5m,
                        Held = 3,
                        Arrears = 4,
                        Accrued = 5,
                        Reversed = 6,
                        Redeemed = 7,
                        Expired = 8,
                        Adjusted = -9,
                    }),
                    new Wallet(new WalletKey("anna", Units.Cashback), new WalletTotals { Pending = 0.01m, Accrued = 0.01m }),
                ],
                wallet => wallet.Key),
            Rebates = Table(
                [
                    new RebatePeriodState(Opened("2011-Q1")),
                    new RebatePeriodState(Opened("2010-Q4")) { Basis = Exact.Parse("1/3"), Amount = 39.29m },
                ], period => period.Key),
            Aliases = Table([new Alias("C2", "C1", own)], alias => alias.Id),
            Inherited = Table(
                [new RebatePeriodState(Opened("2010-Q3"), "C2") { Basis = Exact.Parse("12"), Amount = 1.20m }],
                period => new InheritedPeriod(period.ClosedBy!, period.Key)),
            Mechanics = AccountMechanics.Empty with
            {
                ActivitiesRecorded = 7,
                TermsBought = 2,
                Issued = AccountMechanics.Empty.Issued.Add("stamps", 3).Add("birth\"day", 1),
                Judged = new Judgement(["top", "old"], ["early"], LoyaltyKind.Latent),
            },
        };
    }

    public static VersionedTable<TKey, TRow> Table<TKey, TRow>(IEnumerable<TRow> rows, Func<TRow, TKey> keyOf)
        where TKey : notnull
        where TRow : class =>
        rows.Aggregate(VersionedTable.Empty<TKey, TRow>(), (table, row) => table.Set(keyOf(row), row));

    public static RebatePeriodOpened Opened(string period) =>
        new("quarterly", period, 2, 24132, 3, Noon.AddDays(-67), Noon.AddDays(23), "goods@1");

    public static bool IsTable(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VersionedTable<,>);
}
