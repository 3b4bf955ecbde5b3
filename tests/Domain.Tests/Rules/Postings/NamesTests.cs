using Ledger.Contracts.V1;
using Ledger.Rules.Domain;
using Ledger.Rules.Domain.Postings;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Postings;

/// <summary>Names are parsed into values, and unknown names are refused, not ignored.</summary>
public sealed class NamesTests
{
    [Test]
    public void Every_book_has_a_name_and_every_name_a_book()
    {
        var names = typeof(Books).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetValue(null)!);

        Assert.That(Enum.GetValues<Book>().Select(BookNames.NameOf), Is.EquivalentTo(names));
        Assert.That(Enum.GetValues<Book>().Select(BookNames.NameOf).Select(BookNames.Of), Is.EqualTo(Enum.GetValues<Book>()));
    }

    [Test]
    public void A_partners_book_is_to_a_wallet_what_the_programs_own_is()
    {
        Assert.That(BookNames.Of(Books.IssuanceBy("bank-1")), Is.EqualTo(Book.Issuance));
        Assert.That(BookNames.Of(Books.RedeemedWith("bank-1")), Is.EqualTo(Book.Redeemed));
    }

    [TestCase("")]
    [TestCase("Pending")]
    [TestCase("issuances")]
    [TestCase("partner:bank-1")]
    public void Another_book_is_refused(string name)
    {
        var move = new LotMove(1, name, Books.Available, 5);

        Assert.That(() => default(WalletTotals).After([move]), Throws.TypeOf<UnknownNameException>());
        Assert.That(() => default(Pockets).After(move), Throws.TypeOf<UnknownNameException>());
        Assert.That(() => default(Pockets).After(move with { From = Books.Available, To = name }), Throws.TypeOf<UnknownNameException>());
    }

    [Test]
    public void What_a_wallet_has_in_lots_is_what_each_of_its_lots_has()
    {
        string[] books = [.. Enum.GetValues<Book>().Select(BookNames.NameOf), Books.IssuanceBy("p"), Books.RedeemedWith("p")];
        foreach (var move in books.SelectMany(from => books.Select(to => new LotMove(1, from, to, 5))))
        {
            Assert.That(default(WalletTotals).After([move]).InLots, Is.EqualTo(default(Pockets).After(move)), $"{move}");
        }
    }

    [Test]
    public void Every_unit_has_a_name()
    {
        string[] names = [Units.Points, Units.Cashback, Units.Fund];

        Assert.That(names.Select(Units.Of), Is.EqualTo(Enum.GetValues<Unit>()));
        Assert.That(names, Has.All.Matches<string>(Units.Has));
    }

    [TestCase("")]
    [TestCase("Points")]
    [TestCase("money")]
    public void Another_unit_is_refused(string name)
    {
        Assert.That(Units.Has(name), Is.False);
        Assert.That(() => Units.DigitsOf(name, 2), Throws.TypeOf<UnknownNameException>());
    }

    [Test]
    public void Points_are_whole_and_worth_what_the_program_says()
    {
        Assert.That(
            (Units.DigitsOf(Units.Points, 3), Units.DigitsOf(Units.Cashback, 3), Units.DigitsOf(Units.Fund, 0)), Is.EqualTo((0, 3, 0)));
        Assert.That(Units.WorthOf(Units.Points, 150, Exact.Parse("0.01")), Is.EqualTo(Exact.Parse("1.5")));
        Assert.That(Units.WorthOf(Units.Fund, 150, Exact.Parse("0.01")), Is.EqualTo((Exact)150));
    }
}
