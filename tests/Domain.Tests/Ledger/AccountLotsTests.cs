using Ledger.Domain.Accounts;
using Ledger.DomainTests.Rules;
using Ledger.Rules.Domain.Postings;
using NUnit.Framework;

namespace Ledger.DomainTests.Ledger;

/// <summary>Which lots stay in memory, and that each version of an account's lots keeps its contents.</summary>
public sealed class AccountLotsTests
{
    private static readonly WalletKey Wallet = new("account", Units.Points);
    private static readonly DateTimeOffset Soon = new(2011, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void Closed_lots_are_forgotten_when_there_are_too_many_and_open_ones_never()
    {
        var lots = Lots(open: 100, closed: 3);

        lots.Clean(3);
        Assert.That(lots.Count, Is.EqualTo(103));

        lots = Close(lots, 1);
        lots.Clean(3);
        Assert.That(lots.All.Select(lot => lot.Number), Is.EquivalentTo(Enumerable.Range(2, 99)));
        Assert.That(lots.KnowsOrder("shop/1"), Is.False);
        Assert.That(lots.OfOrder("shop/1"), Is.Empty);
        Assert.That(lots.KnowsOrder("shop/2"), Is.True);
        Assert.That(lots.OfOrder("shop/2"), Has.Count.EqualTo(1));
    }

    [Test]
    public void A_lot_that_is_open_again_is_not_forgotten()
    {
        var lots = Lots(open: 0, closed: 4);
        lots = lots.Set(lots[2] with { Unheld = 5 });

        lots.Clean(2);

        Assert.That(lots.All.Select(lot => lot.Number), Is.EqualTo(new long[] { 2 }));
        Assert.That(lots.InRedemptionOrder(Wallet).Select(lot => lot.Number), Is.EqualTo(new long[] { 2 }));
    }

    [Test]
    public void What_changed_since_a_version_is_known_and_what_of_it_is_new()
    {
        var empty = new AccountLots();
        var saved = empty.Set(new Lot(1, Wallet, "shop/1", null, null)).Set(new Lot(1, Wallet, "shop/1", null, null) { Pending = 5 });
        Assert.That(
            saved.ChangesSince(empty).Select(change => (change.Key, change.IsNew, change.Row.Pending)),
            Is.EqualTo(new[] { (1L, true, 5m) }));

        var later = saved.Set(saved[1] with { Pending = 4 }).Set(new Lot(2, Wallet, null, null, null));

        Assert.That(later.ChangesSince(saved).Select(change => (change.Key, change.IsNew)), Is.EqualTo(new[] { (1L, false), (2L, true) }));
        Assert.That(later.ChangesSince(later), Is.Empty);
        Assert.That(later.ChangesSince(new AccountLots()).Select(change => change.Key), Is.EqualTo(new[] { 1L, 2L }), "all");
    }

    [Test]
    public void An_older_version_still_says_what_it_said_in_every_order_of_its_lots()
    {
        var before = Lots(open: 2, closed: 0);
        var after = before
            .Set(before[1] with { Unheld = 0, Spent = 10 })
            .Set(new Lot(3, Wallet, "shop/1", "quarterly/2011-Q1", Soon.AddDays(9)) { Pending = 7, ActivatesAt = Soon });

        Assert.That(Shown(before), Is.EqualTo("1 10,2 10 | 1,2 | - | - | 1 |  | 0"));
        Assert.That(Shown(after), Is.EqualTo("1 0,2 10,3 0 | 2 | 01/01/2011 00:00:00 +00:00 3 | - | 1,3 | 3 | 1"));
        Assert.That(Shown(before), Is.EqualTo("1 10,2 10 | 1,2 | - | - | 1 |  | 0"), "there and back again");
        var other = before.Set(before[2] with { Unheld = 1, OriginalExpiresAt = Soon });
        Assert.That(Shown(other), Is.EqualTo("1 10,2 1 | 2,1 | - | 01/01/2011 00:00:00 +00:00 2 | 1 |  | 0"));
        Assert.That(Shown(after), Is.EqualTo("1 0,2 10,3 0 | 2 | 01/01/2011 00:00:00 +00:00 3 | - | 1,3 | 3 | 1"), "two versions on one");
    }

    [Test]
    public void Lots_of_rebates_stay()
    {
        var lots = Lots(open: 0, closed: 4);
        lots.Load(new Lot(9, Wallet, null, "quarterly/2011-Q1", null));

        lots.Clean(0);

        Assert.That(lots.OfRebate("quarterly/2011-Q1", Wallet), Has.Count.EqualTo(1));
        Assert.That(lots.Count, Is.EqualTo(1));
    }

    [Test]
    public void What_was_forgotten_can_be_loaded_again()
    {
        var lots = Lots(open: 0, closed: 2);
        lots.Clean(0);

        lots.Load(new Lot(1, Wallet, "shop/1", null, null));

        Assert.That(lots.OfOrder("shop/1"), Has.Count.EqualTo(1));
        Assert.That(lots.Count, Is.EqualTo(1));
    }

    [TestCase(1), TestCase(2), TestCase(3), TestCase(4)]
    public void The_next_notice_is_that_of_all_lots_in_every_version_of_the_book_and_of_the_program(int seed)
    {
        var random = new Random(seed);
        var catalogs = new[]
        {
            Programs.Catalog(Noticing("30, 7")),
            Programs.Catalog(Noticing("30, 7"), "\"version\": 2, \"effectiveFrom\": \"2011-02-01T00:00:00Z\", " + Noticing("14, 7, 1")),
        };
        var versions = new List<AccountLots> { new() };
        for (var step = 0; step < 400; step++)
        {
            var lots = versions[^(1 + random.Next(Math.Min(3, versions.Count)))];
            var number = random.Next(1, 40);
            var lot = lots.Has(number) ? lots[number]
                : new Lot(number, Wallet, null, null, random.Next(8) == 0 ? null : Soon.AddDays(random.Next(120)));
            lots = lots.Set(lot with
            {
                Unheld = random.Next(3),
                ActivatesAt = random.Next(4) == 0 ? null : Soon.AddDays(random.Next(-30, 60)),
                NoticedAt = random.Next(3) == 0 ? Soon.AddDays(random.Next(90)) : null,
            });
            versions.Add(lots);
            foreach (var some in new[] { lots, versions[random.Next(versions.Count)] })
            {
                var catalog = catalogs[random.Next(catalogs.Length)];
                var alone = some.All
                    .Select(one => new AccountLots().Set(one).NextNotice(catalog)).Where(notice => notice is not null).ToList();
                Assert.That(some.NextNotice(catalog), Is.EqualTo(alone.Min()));
                Assert.That(some.HasValue, Is.EqualTo(some.All.Any(one => one.Unheld > 0)));
            }
        }
    }

    private static string Noticing(string days) =>
        $"\"points\": {{ \"activation\": {{ \"on\": \"placed\" }}, \"expiry\": {{ \"afterMonths\": 12, \"noticeDays\": [{days}] }} }}";

    private static string Shown(AccountLots lots) => string.Join(
            " | ", string.Join(',', lots.All.OrderBy(lot => lot.Number).Select(lot => $"{lot.Number} {lot.Unheld}")),
            string.Join(',', lots.InRedemptionOrder(Wallet).Select(lot => lot.Number)),
            lots.NextActivation is var (activation, first) ? $"{activation} {first}" : "-",
            lots.NextExpiry is var (expiry, second) ? $"{expiry} {second}" : "-",
            string.Join(',', lots.OfOrder("shop/1").Select(lot => lot.Number)),
            string.Join(',', lots.OfRebate("quarterly/2011-Q1", Wallet).Select(lot => lot.Number)),
            lots.All.Count(lot => lot.Rebate is not null));

    private static AccountLots Lots(int open, int closed)
    {
        var lots = new AccountLots();
        for (var number = 1; number <= open + closed; number++)
        {
            lots = lots.Set(new Lot(number, Wallet, $"shop/{number}", null, null) { Unheld = 10 });
            lots.KnowOrder($"shop/{number}");
        }

        for (var number = open + 1; number <= open + closed; number++) lots = Close(lots, number);
        return lots;
    }

    private static AccountLots Close(AccountLots lots, long number) => lots.Set(lots[number] with { Spent = 10, Unheld = 0 });
}
