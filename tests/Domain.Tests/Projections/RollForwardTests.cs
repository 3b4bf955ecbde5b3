using Ledger.Contracts.V1;
using Ledger.DomainTests.Ledger;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Domain.Views;
using Ledger.Rules.Domain;
using Ledger.Rules.Domain.Postings;
using NUnit.Framework;

namespace Ledger.DomainTests.Projections;

public sealed class RollForwardTests
{
    private const int Seeds = 40;

    [TestCase(Books.Issuance, Books.Pending, "pending: issued 5")]
    [TestCase("issuance:p", Books.Available, "available: issued 5")]
    [TestCase(Books.Pending, Books.Available, "pending: activated -5; available: activated 5")]
    [TestCase(Books.Available, Books.Held, "available: held -5; held: held 5")]
    [TestCase(Books.Held, Books.Available, "available: held 5; held: held -5")]
    [TestCase(Books.Held, "redeemed:p", "held: redeemed 5")]
    [TestCase(Books.Available, Books.Redeemed, "available: redeemed 5")]
    [TestCase(Books.Redeemed, Books.Available, "available: redemptionReversed 5")]
    [TestCase(Books.Pending, Books.Expired, "pending: expired 5")]
    [TestCase(Books.Available, Books.Issuance, "available: reversed 5")]
    [TestCase(Books.Arrears, "issuance:p", "arrears: reversed 5")]
    [TestCase(Books.Available, Books.Arrears, "available: arrearsPaid -5; arrears: arrearsPaid 5")]
    [TestCase(Books.Adjustment, Books.Available, "available: adjusted 5")]
    [TestCase(Books.Available, Books.Adjustment, "available: adjusted -5")]
    [TestCase(Books.Held, Books.Transfer, "held: transferred -5")]
    [TestCase(Books.Transfer, Books.Arrears, "arrears: transferred 5")]
    public void A_flow_has_one_column_in_each_book_that_it_touches(string from, string to, string expected)
    {
        var lines = RollForward.Of([new BookFlow("points", from, to, 0, 5)]);

        Assert.That(string.Join("; ", lines.SkipLast(1).SelectMany(Columns)), Is.EqualTo(expected));
        Assert.That(lines, Has.All.Matches<RollForwardLine>(line => line.Ties));
        Assert.That(
            Columns(lines[^1]).Where(column => column.Contains("activated", StringComparison.Ordinal)
                || column.Contains("held", StringComparison.Ordinal) || column.Contains("arrearsPaid", StringComparison.Ordinal)),
            Is.Empty, "what goes from one book of wallets to another is nothing in the total");
    }

    [Test]
    public void What_came_before_the_period_is_in_the_opening_only()
    {
        var line = RollForward.Of([new BookFlow("points", Books.Issuance, Books.Pending, 7, 0)])[0];

        Assert.That((line.Opening, line.Closing, Columns(line).Count()), Is.EqualTo((7m, 7m, 0)));
    }

    [Test]
    public void Units_are_in_order_each_with_its_total() => Assert.That(
        RollForward.Of([new BookFlow("points", "issuance", "pending", 1, 0), new BookFlow("cashback", "issuance", "pending", 1, 0)])
            .Select(line => $"{line.Unit} {line.Book}"),
        Is.EqualTo(new[]
        {
            "cashback pending", "cashback available", "cashback held", "cashback arrears", "cashback total",
            "points pending", "points available", "points held", "points arrears", "points total",
        }));

    [Test]
    public void A_book_without_a_column_is_an_error() => Assert.That(
        () => RollForward.Of([new BookFlow("points", "elsewhere", Books.Available, 0, 1)]), Throws.TypeOf<UnknownNameException>());

    [Test]
    public void A_line_of_the_file_has_the_digits_of_its_unit()
    {
        var lines = RollForward.Of([new BookFlow("cashback", Books.Issuance, Books.Available, 1, 2.5m)]);

        Assert.That(
            RollForward.Table.Fields(RollForward.Row(lines[1], (2011 * 12) + 6, 2)),
            Is.EqualTo("2011-07,cashback,available,1.00,2.50,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,3.50".Split(',')));
        Assert.That(RollForward.Table.Header.Split(','), Has.Length.EqualTo(15));
    }

    /// <summary>Of any history, with holds, redemptions, returns, arrears and merges.</summary>
    [Test]
    public void Every_month_of_any_history_ties_and_the_last_closes_with_the_trial_balance()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var random = new RandomLedger(seed);
            var ledger = new LedgerInMemory(random.Program(withTime: true));
            MergeLawsTests.LiveAndMerge(random, ledger);
            var calendar = ledger.Program.Catalog.Versions[0].Calendar;
            var moves = ledger.Events.OfType<Movement>()
                .SelectMany(entry => entry.Moves.Select(move => (entry.Unit, Month: calendar.MonthOf(entry.EffectiveAt), Move: move)))
                .ToList();
            var balance = TrialBalance(moves.Select(one => (one.Unit, one.Move)));
            var (first, last) = (moves.Min(one => one.Month), moves.Max(one => one.Month));
            var byMonth = moves.Select(one => (one.Month, new BookFlow(one.Unit, one.Move.From, one.Move.To, 0, one.Move.Amount))).ToList();
            var together = RollForwardMonths.Of(byMonth, null, null);
            Assert.That(together.Select(one => one.Month), Is.EqualTo(Enumerable.Range(first, last - first + 1)), $"seed {seed}");
            var before = new Dictionary<(string, string), decimal>();
            for (var month = first; month <= last; month++)
            {
                var lines = RollForward.Of(moves.Where(one => one.Month <= month).Select(one => new BookFlow(
                    one.Unit, one.Move.From, one.Move.To, one.Month < month ? one.Move.Amount : 0,
                    one.Month == month ? one.Move.Amount : 0)));
                Assert.That(together[month - first].Lines, Is.EqualTo(lines), $"seed {seed}, {MonthText.Of(month)} of all months");
                Assert.That(
                    RollForwardMonths.Of(byMonth, month, month).Single().Lines, Is.EqualTo(lines),
                    $"seed {seed}, {MonthText.Of(month)} alone");
                foreach (var line in lines)
                {
                    var name = $"seed {seed}, {MonthText.Of(month)} {line}";
                    Assert.That(line.Ties, name);
                    Assert.That(line.Opening, Is.EqualTo(before.GetValueOrDefault((line.Unit, line.Book))), name);
                    before[(line.Unit, line.Book)] = line.Closing;
                }
            }

            foreach (var ((unit, book), closing) in before)
            {
                var expected = book == RollForward.Total
                    ? RollForward.WalletBooks.Sum(one => balance.GetValueOrDefault((unit, BookNames.NameOf(one))))
                    : balance.GetValueOrDefault((unit, book));
                Assert.That(closing, Is.EqualTo(expected), $"seed {seed}, {unit} {book}");
            }
        }
    }

    [Test]
    public void Months_without_a_move_are_listed_between_others_and_left_out_around_them()
    {
        var (january, april) = (2011 * 12, (2011 * 12) + 3);
        (int, BookFlow)[] moved =
        [
            (april, new BookFlow("points", Books.Available, Books.Redeemed, 0, 2)),
            (january, new BookFlow("points", Books.Issuance, Books.Available, 0, 5)),
        ];
        Assert.Multiple(() =>
        {
            Assert.That(Totals(null, null), Is.EqualTo("2011-01 0 5, 2011-02 5 5, 2011-03 5 5, 2011-04 5 3"));
            Assert.That(Totals(january + 1, january + 2), Is.EqualTo("2011-02 5 5, 2011-03 5 5"));
            Assert.That(Totals(january - 7, january), Is.EqualTo("2011-01 0 5"));
            Assert.That(Totals(april, april + 90_000), Is.EqualTo("2011-04 5 3"));
            Assert.That(Totals(april + 1, null), Is.Empty);
            Assert.That(Totals(null, january - 1), Is.Empty);
            Assert.That(RollForwardMonths.Of([], null, null), Is.Empty);
        });

        string Totals(int? first, int? last) => string.Join(", ", RollForwardMonths.Of(moved, first, last).Select(one =>
            $"{MonthText.Of(one.Month)} {one.Lines[^1].Opening} {one.Lines[^1].Closing}"));
    }

    private static Dictionary<(string Unit, string Book), decimal> TrialBalance(IEnumerable<(string Unit, LotMove Move)> moves)
    {
        var books = new Dictionary<(string Unit, string Book), decimal>();
        foreach (var (unit, move) in moves)
        {
            var (from, to) = BookView.Changes(move);
            books[(unit, from.Book)] = books.GetValueOrDefault((unit, from.Book)) + from.Amount;
            books[(unit, to.Book)] = books.GetValueOrDefault((unit, to.Book)) + to.Amount;
        }

        return books;
    }

    private static IEnumerable<string> Columns(RollForwardLine line)
    {
        var names = RollForward.Table.Header.Split(',');
        var fields = RollForward.Table.Fields(RollForward.Row(line, 24_000, 0));
        return Enumerable.Range(4, 10).Where(i => fields[i] != "0").Select(i => $"{line.Book}: {names[i]} {fields[i]}");
    }
}
