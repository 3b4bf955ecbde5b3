using System.Collections.Immutable;
using System.Numerics;
using Ledger.Contracts.V1;
using Ledger.DomainTests.Rules;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Domain.Views;
using Ledger.Rules.Domain.Program;
using NUnit.Framework;

namespace Ledger.DomainTests.Projections;

public sealed class ProgramReturnTests
{
    private const int July = (2011 * 12) + 6;

    /// <summary>
    /// Two of three silver accounts order: net 100.005 + 50 and 15 points at 0.01; one of them and the third had ordered a year before.
    /// </summary>
    [Test]
    public void Cost_and_net_are_summed_by_tier_and_segment_and_members_compared_with_their_own_year_before()
    {
        var report = new ProgramReturn(Catalog());

        Add(report, "silver", ["big", "repeat"], new(July, 2, 100.005m, 3.50m, 10, 1.25m), new(July - 12, 1, 80m));
        Add(report, "silver", ["repeat"], new AccountMonth(July, 1, 50m, 0m, 5));
        Add(report, "silver", [], new AccountMonth(July - 12, 2, 40m));
        Add(report, null, [], new AccountMonth(July, 1, 7m, 0m, 1));
        Add(report, "gone", [], new AccountMonth(July - 1, 1, 1m));

        Assert.That(report.Lines().Select(line => string.Join(',', ProgramReturn.Table.Fields(line))), Is.EqualTo(new[]
        {
            "2011-06,gone,,1,1,1.00,0.00,0,0.00,0.00,0.00,0,0.00,0.00",
            "2011-07,bronze,,1,1,7.00,0.00,1,0.01,0.00,0.01,0,0.00,0.00",
            "2011-07,silver,,2,3,150.00,3.50,15,0.15,1.25,4.90,2,100.00,120.00",
            "2011-07,silver,big,1,2,100.00,3.50,10,0.10,1.25,4.85,1,100.00,80.00",
            "2011-07,silver,repeat,2,3,150.00,3.50,15,0.15,1.25,4.90,1,100.00,80.00",
        }));
    }

    /// <summary>In whatever order changes are applied, the sums are those of the final months.</summary>
    [Test]
    public void The_sums_follow_what_changes_in_accounts()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var n = 0; n < 100; n++)
        {
            AccountMonthsRow[] accounts = [AccountMonthsRow.Empty, AccountMonthsRow.Empty, AccountMonthsRow.Empty];
            var sums = new Dictionary<(int, string?, string?), ReturnRow>();
            for (var step = 0; step < 40; step++)
            {
                var place = random.Next(accounts.Length);
                var before = accounts[place];
                accounts[place] = Step(random, before);
                Add(sums, Changes(before, accounts[place]));
            }

            var expected = new Dictionary<(int, string?, string?), ReturnRow>();
            foreach (var account in accounts) Add(expected, Changes(AccountMonthsRow.Empty, account));

            Assert.That(
                sums.Where(line => line.Value != ReturnRow.Zero), Is.EquivalentTo(expected.Where(line => line.Value != ReturnRow.Zero)),
                $"seed {seed}, {n}");
        }
    }

    /// <summary>A wallet holds up to a long's points, and a program has many wallets.</summary>
    [Test]
    public void Points_of_all_accounts_may_be_beyond_what_one_wallet_can_hold()
    {
        var report = new ProgramReturn(Catalog());

        Add(report, "silver", [], new AccountMonth(July, 1, 1m, 0m, long.MaxValue));
        Add(report, "silver", [], new AccountMonth(July, 1, 1m, 0m, long.MaxValue));

        Assert.That(report.Lines().Single().Points, Is.EqualTo(2m * long.MaxValue));
    }

    [Test]
    public void Months_and_tiers_are_read_as_they_were_written()
    {
        ImmutableArray<AccountMonth> months = [new(July, 2, Exact.Ratio(1, 7), 1.50m, -3, 0.25m), new(July + 1)];
        ImmutableArray<TierSince> tiers = [new(July, "gold card"), new(July + 1, null)];

        Assert.That(AccountMonths.ReadMonths(AccountMonths.Write(months)), Is.EqualTo(months));
        Assert.That(AccountMonths.ReadTiers(AccountMonths.Write(tiers)), Is.EqualTo(tiers));
    }

    /// <summary>Years of months, and a number beyond 64 bits, need more room than most accounts.</summary>
    [Test]
    public void Many_months_are_read_as_they_were_written()
    {
        var net = Exact.Ratio(BigInteger.Pow(10, 40), 7);
        ImmutableArray<AccountMonth> months = [.. Enumerable.Range(July, 120).Select(month => new AccountMonth(month, 1, net, 1m, 2, 3m))];

        Assert.That(AccountMonths.ReadMonths(AccountMonths.Write(months)), Is.EqualTo(months));
    }

    [Test]
    public void Months_are_written_as_numbers_with_spaces_between()
    {
        ImmutableArray<AccountMonth> months = [new(July, 2, Exact.Ratio(1, 7), 1.50m, -3, 0.25m), new(July + 1)];

        Assert.That(AccountMonths.Write(months), Is.EqualTo($"{July} 2 1/7 1.50 -3 0.25;{July + 1} 0 0 0 0 0"));
    }

    private static AccountMonthsRow Step(Random random, AccountMonthsRow row)
    {
        var month = July + random.Next(-14, 3);
        return random.Next(5) switch
        {
            0 => AccountMonths.WithTier(row, new TierSince(month, random.Next(3) switch { 0 => null, 1 => "silver", _ => "gold" })),
            1 => row with { Segments = random.Next(2) == 0 ? [] : ["big", "repeat"] },
            2 => AccountMonths.Add(row, new AccountMonth(month, 0, Exact.Zero, 0m, 0, random.Next(-5, 5))),
            3 when random.Next(4) == 0 => AccountMonthsRow.Empty,
            _ => AccountMonths.Add(row, new AccountMonth(month, random.Next(2), Exact.Ratio(random.Next(100), 7), 1m, random.Next(9))),
        };
    }

    private static List<ReturnChange> Changes(AccountMonthsRow before, AccountMonthsRow after)
    {
        var changes = new List<ReturnChange>();
        ReturnView.AddChanges(before, after, changes);
        return changes;
    }

    private static void Add(Dictionary<(int, string?, string?), ReturnRow> sums, IEnumerable<ReturnChange> changes)
    {
        foreach (var change in changes)
        {
            var key = (change.Month, change.Tier, change.Segment);
            sums[key] = sums.GetValueOrDefault(key, ReturnRow.Zero) + change.Sums;
        }
    }

    // Adds an account with a tier and segments, as the view sums it, without months after July.
    private static void Add(ProgramReturn report, string? tier, string[] segments, params AccountMonth[] months)
    {
        var row = months.Aggregate(
            new AccountMonthsRow([], tier is null ? [] : [new TierSince(July - 24, tier)], segments), AccountMonths.Add);
        foreach (var change in Changes(AccountMonthsRow.Empty, row).Where(one => one.Month is July or July - 1))
        {
            report.Add(change);
        }
    }

    private static ProgramCatalog Catalog() => ProgramCatalog.Empty("acme").With(Programs.Version("""
        "pointValue": 0.01, "tiers": [ { "id": "bronze", "from": 0 }, { "id": "silver", "from": 100 } ], "scopes": { "all": {} },
        "qualification": { "metric": "spend", "scope": "all", "window": { "kind": "lifetime" } }
        """));
}
