using Ledger.Domain.Accounts;
using Ledger.DomainTests.Rules;
using Ledger.Rules.Domain.Postings;
using NUnit.Framework;

namespace Ledger.DomainTests.Ledger;

/// <summary>Which lots stay in memory, and that each version of the book keeps its contents.</summary>
public sealed class LotBookTests
{
    private static readonly WalletKey Wallet = new("account", Units.Points);
    private static readonly DateTimeOffset Soon = new(2011, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void Closed_lots_are_forgotten_when_there_are_too_many_and_open_ones_never()
    {
        var book = Book(open: 100, closed: 3);

        book.Clean(3);
        Assert.That(book.Count, Is.EqualTo(103));

        book = Close(book, 1);
        book.Clean(3);
        Assert.That(book.All.Select(lot => lot.Number), Is.EquivalentTo(Enumerable.Range(2, 99)));
        Assert.That(book.KnowsOrder("shop/1"), Is.False);
        Assert.That(book.OfOrder("shop/1"), Is.Empty);
        Assert.That(book.KnowsOrder("shop/2"), Is.True);
        Assert.That(book.OfOrder("shop/2"), Has.Count.EqualTo(1));
    }

    [Test]
    public void A_lot_that_is_open_again_is_not_forgotten()
    {
        var book = Book(open: 0, closed: 4);
        book = book.Set(book[2] with { Unheld = 5 });

        book.Clean(2);

        Assert.That(book.All.Select(lot => lot.Number), Is.EqualTo(new long[] { 2 }));
        Assert.That(book.InRedemptionOrder(Wallet).Select(lot => lot.Number), Is.EqualTo(new long[] { 2 }));
    }

    [Test]
    public void What_changed_since_a_version_is_known_and_what_of_it_is_new()
    {
        var empty = new LotBook();
        var saved = empty.Set(new Lot(1, Wallet, "shop/1", null, null)).Set(new Lot(1, Wallet, "shop/1", null, null) { Pending = 5 });
        Assert.That(
            saved.ChangesSince(empty).Select(change => (change.Key, change.IsNew, change.Row.Pending)),
            Is.EqualTo(new[] { (1L, true, 5m) }));

        var later = saved.Set(saved[1] with { Pending = 4 }).Set(new Lot(2, Wallet, null, null, null));

        Assert.That(later.ChangesSince(saved).Select(change => (change.Key, change.IsNew)), Is.EqualTo(new[] { (1L, false), (2L, true) }));
        Assert.That(later.ChangesSince(later), Is.Empty);
        Assert.That(later.ChangesSince(new LotBook()).Select(change => change.Key), Is.EqualTo(new[] { 1L, 2L }), "of another book: all");
    }

    [Test]
    public void An_older_version_still_says_what_it_said_in_every_order_of_its_lots()
    {
        var before = Book(open: 2, closed: 0);
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
        var book = Book(open: 0, closed: 4);
        book.Load(new Lot(9, Wallet, null, "quarterly/2011-Q1", null));

        book.Clean(0);

        Assert.That(book.OfRebate("quarterly/2011-Q1", Wallet), Has.Count.EqualTo(1));
        Assert.That(book.Count, Is.EqualTo(1));
    }

    [Test]
    public void What_was_forgotten_can_be_loaded_again()
    {
        var book = Book(open: 0, closed: 2);
        book.Clean(0);

        book.Load(new Lot(1, Wallet, "shop/1", null, null));

        Assert.That(book.OfOrder("shop/1"), Has.Count.EqualTo(1));
        Assert.That(book.Count, Is.EqualTo(1));
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
        var versions = new List<LotBook> { new() };
        for (var step = 0; step < 400; step++)
        {
            var book = versions[^(1 + random.Next(Math.Min(3, versions.Count)))];
            var number = random.Next(1, 40);
            var lot = book.Has(number) ? book[number]
                : new Lot(number, Wallet, null, null, random.Next(8) == 0 ? null : Soon.AddDays(random.Next(120)));
            book = book.Set(lot with
            {
                Unheld = random.Next(3),
                ActivatesAt = random.Next(4) == 0 ? null : Soon.AddDays(random.Next(-30, 60)),
                NoticedAt = random.Next(3) == 0 ? Soon.AddDays(random.Next(90)) : null,
            });
            versions.Add(book);
            foreach (var some in new[] { book, versions[random.Next(versions.Count)] })
            {
                var catalog = catalogs[random.Next(catalogs.Length)];
                var alone = some.All.Select(one => new LotBook().Set(one).NextNotice(catalog)).Where(notice => notice is not null).ToList();
                Assert.That(some.NextNotice(catalog), Is.EqualTo(alone.Min()));
                Assert.That(some.HasValue, Is.EqualTo(some.All.Any(one => one.Unheld > 0)));
            }
        }
    }

    private static string Noticing(string days) =>
        $"\"points\": {{ \"activation\": {{ \"on\": \"placed\" }}, \"expiry\": {{ \"afterMonths\": 12, \"noticeDays\": [{days}] }} }}";

    private static string Shown(LotBook book) => string.Join(
            " | ", string.Join(',', book.All.OrderBy(lot => lot.Number).Select(lot => $"{lot.Number} {lot.Unheld}")),
            string.Join(',', book.InRedemptionOrder(Wallet).Select(lot => lot.Number)),
            book.NextActivation is var (activation, first) ? $"{activation} {first}" : "-",
            book.NextExpiry is var (expiry, second) ? $"{expiry} {second}" : "-",
            string.Join(',', book.OfOrder("shop/1").Select(lot => lot.Number)),
            string.Join(',', book.OfRebate("quarterly/2011-Q1", Wallet).Select(lot => lot.Number)),
            book.All.Count(lot => lot.Rebate is not null));

    private static LotBook Book(int open, int closed)
    {
        var book = new LotBook();
        for (var number = 1; number <= open + closed; number++)
        {
            book = book.Set(new Lot(number, Wallet, $"shop/{number}", null, null) { Unheld = 10 });
            book.KnowOrder($"shop/{number}");
        }

        for (var number = open + 1; number <= open + closed; number++) book = Close(book, number);
        return book;
    }

    private static LotBook Close(LotBook book, long number) => book.Set(book[number] with { Spent = 10, Unheld = 0 });
}
