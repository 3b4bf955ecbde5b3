using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Reading;
using Ledger.Projections.Domain.Views;
using Ledger.Rules.Domain;
using NUnit.Framework;

namespace Ledger.DomainTests.Projections;

public sealed class WalletViewTests
{
    private static readonly string[] AllBooks =
    [
        Books.Issuance, Books.Pending, Books.Available, Books.Held, Books.Redeemed, Books.Expired, Books.Arrears, Books.Adjustment,
        Books.Transfer, Books.IssuanceBy("p-bank"), Books.RedeemedWith("p-bank"),
    ];

    [TestCase(Books.Issuance, Books.Pending, "5 0 0 0 | 5 0 0 0 0")]
    [TestCase(Books.Pending, Books.Available, "-5 5 0 0 | 0 0 0 0 0")]
    [TestCase(Books.Available, Books.Issuance, "0 -5 0 0 | 0 5 0 0 0")]
    [TestCase(Books.Available, Books.Expired, "0 -5 0 0 | 0 0 0 5 0")]
    [TestCase(Books.Arrears, Books.Issuance, "0 0 0 5 | 0 5 0 0 0")]
    [TestCase(Books.Available, Books.Arrears, "0 -5 0 -5 | 0 0 0 0 0")]
    [TestCase(Books.Available, Books.Held, "0 -5 5 0 | 0 0 0 0 0")]
    [TestCase(Books.Held, Books.Redeemed, "0 0 -5 0 | 0 0 5 0 0")]
    [TestCase(Books.Redeemed, Books.Available, "0 5 0 0 | 0 0 -5 0 0")]
    [TestCase(Books.Expired, Books.Available, "0 5 0 0 | 0 0 0 -5 0")]
    [TestCase(Books.Adjustment, Books.Available, "0 5 0 0 | 0 0 0 0 5")]
    [TestCase(Books.Available, Books.Transfer, "0 -5 0 0 | 0 0 0 0 -5")]
    [TestCase("issuance:p-bank", Books.Available, "0 5 0 0 | 5 0 0 0 0")]
    [TestCase(Books.Arrears, "issuance:p-bank", "0 0 0 5 | 0 5 0 0 0")]
    [TestCase(Books.Held, "redeemed:p-bank", "0 0 -5 0 | 0 0 5 0 0")]
    [TestCase("redeemed:p-bank", Books.Available, "0 5 0 0 | 0 0 -5 0 0")]
    public void A_move_changes_pockets_and_totals(string from, string to, string expected)
    {
        var row = WalletView.Apply(WalletRow.Empty, Entry(new LotMove(1, from, to, 5))).Totals;

        Assert.That($"{row.Pending} {row.Unheld} {row.Held} {row.Arrears} | {row.Accrued} {row.Reversed} {row.Redeemed} "
            + $"{row.Expired} {row.Adjusted}", Is.EqualTo(expected));
    }

    [Test]
    public void Lifetime_totals_equal_what_is_there_after_any_moves()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var row = WalletRow.Empty;
            for (var n = 0; n < 50; n++)
            {
                row = WalletView.Apply(row, Entry(new LotMove(
                        1, AllBooks[random.Next(AllBooks.Length)], AllBooks[random.Next(AllBooks.Length)], random.Next(1, 10_000) / 100m)));
                Assert.That(row.Totals.Balances, $"seed {seed}, move {n}");
            }
        }
    }

    [Test]
    public void Only_a_credit_makes_a_wallet_shown()
    {
        Assert.That(WalletView.Apply(WalletRow.Empty, Entry(new LotMove(0, Books.Arrears, Books.Issuance, 5))).Credited, Is.False);
        Assert.That(WalletView.Apply(WalletRow.Empty, Entry(new LotMove(1, Books.Transfer, Books.Available, 5))).Credited, Is.True);
    }

    [Test]
    public void A_book_without_a_view_is_an_error() =>
        Assert.That(
            () => WalletView.Apply(WalletRow.Empty, Entry(new LotMove(1, "partner:bank-1", Books.Available, 5))),
            Throws.TypeOf<UnknownNameException>());

    private static EntryData Entry(params LotMove[] moves) => new()
    {
        AccountId = "A",
        EffectiveAt = default,
        Sequence = 1,
        Owner = "account",
        Unit = "points",
        Moves = moves,
        Cause = new CauseData(),
    };
}
