using Ledger.Ledger.Domain;
using NUnit.Framework;

namespace Ledger.Domain.Tests.Ledger;

/// <summary>Which lots stay in memory.</summary>
public sealed class LotBookTests
{
    private static readonly WalletKey Wallet = new("account", Units.Points);

    [Test]
    public void Closed_lots_are_forgotten_when_there_are_too_many_and_open_ones_never()
    {
        var book = Book(open: 100, closed: 3);

        book.Clean(3);
        Assert.That(book.Count, Is.EqualTo(103));

        Close(book, 1);
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
        book.Change(2, lot => lot.Unheld = 5);

        book.Clean(2);

        Assert.That(book.All.Select(lot => lot.Number), Is.EqualTo(new long[] { 2 }));
        Assert.That(book.InRedemptionOrder(Wallet).Select(lot => lot.Number), Is.EqualTo(new long[] { 2 }));
    }

    [Test]
    public void A_lot_is_new_until_it_is_saved()
    {
        var book = new LotBook();
        book.Open(new Lot(1, Wallet, "shop/1", null, null));
        book.Change(1, lot => lot.Pending = 5);
        Assert.That((book.IsNew(1), book.Copy().IsNew(1)), Is.EqualTo((true, true)));

        book.Saved();
        book.Change(1, lot => lot.Pending = 4);

        Assert.That(book.Changed, Is.EqualTo(new long[] { 1 }));
        Assert.That(book.IsNew(1), Is.False);
    }

    [Test]
    public void Lots_of_rebates_stay()
    {
        var book = Book(open: 0, closed: 4);
        book.Restore(new Lot(9, Wallet, null, "quarterly/2011-Q1", null));

        book.Clean(0);

        Assert.That(book.OfRebate("quarterly/2011-Q1", Wallet), Has.Count.EqualTo(1));
        Assert.That(book.Count, Is.EqualTo(1));
    }

    [Test]
    public void What_was_forgotten_can_be_kept_again()
    {
        var book = Book(open: 0, closed: 2);
        book.Clean(0);

        book.Restore(new Lot(1, Wallet, "shop/1", null, null));

        Assert.That(book.OfOrder("shop/1"), Has.Count.EqualTo(1));
        Assert.That(book.Copy().Count, Is.EqualTo(1));
    }

    private static LotBook Book(int open, int closed)
    {
        var book = new LotBook();
        for (var number = 1; number <= open + closed; number++)
        {
            book.Open(new Lot(number, Wallet, $"shop/{number}", null, null) { Unheld = 10 });
            book.KnowOrder($"shop/{number}");
        }

        for (var number = open + 1; number <= open + closed; number++) Close(book, number);
        return book;
    }

    private static void Close(LotBook book, long number) => book.Change(number, lot => (lot.Spent, lot.Unheld) = (10, 0));
}
