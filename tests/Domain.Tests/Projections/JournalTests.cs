using Ledger.Contracts.V1;
using Ledger.DomainTests.Ledger;
using Ledger.Projections.Domain.Reports;
using Ledger.Rules.Domain.Numbers;
using NUnit.Framework;

namespace Ledger.DomainTests.Projections;

/// <summary>The journal balances, and agrees with the roll-forward and with what is owed.</summary>
public sealed class JournalTests
{
    private const int Seeds = 40;
    private const int July = (2011 * 12) + 6;

    private static readonly AccountingDocument Document = new("3500", "8590", "4790", "8400");

    private static readonly JournalValue Penny = new(Exact.Parse("0.01"), Exact.Parse("0.01"), Rounding.HalfEven, 2);

    [Test]
    public void What_is_issued_is_deferred_and_released_by_redemption_and_breakage()
    {
        BookFlow[] flows =
        [
            new("points", Books.Issuance, Books.Pending, 500, 1000, 3, 11, 15),
            new("points", Books.Issuance, Books.Available, 0, 200, 1, 13, 13),
            new("points", Books.Pending, Books.Available, 100, 700, 2, 12, 16),
            new("points", Books.Available, Books.Redeemed, 0, 150, 1, 17, 17),
            new("points", Books.Redeemed, Books.Available, 0, 50, 1, 18, 18),
            new("points", Books.Available, Books.Expired, 0, 40, 1, 19, 19),
            new("points", Books.Pending, Books.Issuance, 0, 30, 1, 20, 20),
            new("points", Books.Adjustment, Books.Available, 0, 9, 1, 21, 21),
            new("cashback", Books.Issuance, Books.Pending, 0, 12.5m, 1, 14, 14),
        ];

        var lines = Journal.Of(flows, new LedgerAccounts(Document), Penny);

        Assert.That(lines.Select((line, i) => string.Join(',', Journal.Table.Fields(Journal.Row(line, i + 1, July, 2)))), Is.EqualTo(new[]
        {
            "2011-07,2011-07-31,1,cashback,issued,4790,3500,12.50,12.50,1,14,14",
            "2011-07,2011-07-31,2,points,issued,4790,3500,12.00,1200,4,11,15",
            "2011-07,2011-07-31,3,points,redeemed,3500,8400,1.50,150,1,17,17",
            "2011-07,2011-07-31,4,points,redemptionReversed,8400,3500,0.50,50,1,18,18",
            "2011-07,2011-07-31,5,points,expired,3500,8590,0.40,40,1,19,19",
            "2011-07,2011-07-31,6,points,reversed,3500,4790,0.30,30,1,20,20",
            "2011-07,2011-07-31,7,points,adjusted,4790,3500,0.09,9,1,21,21",
        }));
        Assert.That(
            lines[1].Flows.Select(flow => flow.To), Is.EqualTo(new[] { Books.Pending, Books.Available }), "what is behind a line");
        Assert.That(
            Journal.Table.Header,
            Is.EqualTo("period,date,number,unit,cause,debit,credit,amount,quantity,entries,firstPosition,lastPosition"));
    }

    [Test]
    public void A_cause_is_rounded_once_and_shared_and_what_rounding_leaves_is_a_line_of_its_own()
    {
        var accounts = new LedgerAccounts(Document with { Books = new Dictionary<string, string> { ["issuance:bank"] = "1410" } });
        var value = new JournalValue(Exact.Parse("0.005"), Exact.Parse("0.005"), Rounding.Floor, 2);
        BookFlow[] flows =
        [
            new("points", "issuance:bank", Books.Pending, 0, 3), new("points", Books.Issuance, Books.Pending, 0, 4),
            new("points", Books.Pending, Books.Expired, 0, 3),
        ];

        var lines = Journal.Of(flows, accounts, value);

        // 7 × 0.005 is 0.03 and goes 0.01 and 0.02; 3 × 0.005 is 0.01; 4 are owed, 0.02: nothing is left.
        Assert.That(Short(lines), Is.EqualTo(new[] { "issued 1410 3500 0.01", "issued 4790 3500 0.02", "expired 3500 8590 0.01" }));
        var later = flows.Select(flow => flow with { Before = flow.Within, Within = flow.From == Books.Pending ? 1 : 0 });
        Assert.That(
            Short(Journal.Of(later, accounts, value)), Is.EqualTo(new[] { "rounded 3500 4790 0.01" }),
            "4 were 0.02, 3 are 0.01, and the 1 between them is 0.00");
    }

    [Test]
    public void A_new_point_value_changes_what_was_owed_before()
    {
        var value = Penny with { PointValue = Exact.Parse("0.02") };
        BookFlow[] flows =
            [new("points", Books.Issuance, Books.Pending, 1000, 100), new("cashback", Books.Issuance, Books.Pending, 5, 0)];

        Assert.That(
            Short(Journal.Of(flows, new LedgerAccounts(Document), value)),
            Is.EqualTo(new[] { "issued 4790 3500 2.00", "revalued 4790 3500 10.00" }));
        Assert.That(
            Short(Journal.Of(flows, new LedgerAccounts(Document), value with { PointValue = Exact.Zero })),
            Is.EqualTo(new[] { "revalued 3500 4790 10.00" }));
    }

    [Test]
    public void A_book_goes_to_its_own_account_before_that_of_what_it_is_and_a_units_before_the_programs()
    {
        var books = new Dictionary<string, string> { ["pending"] = "3501", ["redeemed:bank"] = "1411" };
        var accounts = new LedgerAccounts(Document with { Books = books, Units = [new UnitAccounts("cashback", "3510")] });

        string[] asked =
        [
            "points pending", "points available", "points arrears", "points transfer", "points redeemed:bank", "points redeemed:b2",
            "points issuance:b2", "points adjustment", "cashback pending", "cashback expired",
        ];
        Assert.That(asked.Select(one => accounts.Of(one.Split(' ')[0], one.Split(' ')[1])), Is.EqualTo(new[]
        {
            "3501", "3500", "3500", "3500", "1411", "8400", "4790", "4790", "3510", "8590",
        }));
    }

    [Test]
    public void A_book_without_an_account_is_told() => Assert.That(
        () => Journal.Of(
            [new("points", Books.Available, Books.Redeemed, 0, 1)], new LedgerAccounts(Document with { Redemption = null }), Penny),
        Throws.TypeOf<UnmappedBookException>().With.Property("Book").EqualTo("redeemed"));

    [Test]
    public void The_form_of_DATEV_is_this_to_the_byte()
    {
        BookFlow[] flows =
        [
            new("points", Books.Issuance, Books.Pending, 0, 123_456, 3, 11, 15),
            new("points", Books.Available, Books.Expired, 0, 40, 1, 19, 19),
        ];
        var accounting = Document with { DatevConsultant = 1001, DatevClient = 7 };
        var lines = Journal.Of(flows, new LedgerAccounts(accounting), Penny);

        var text = DatevJournal.Text("acme", July, "GBP", 2, true, accounting, lines);

        Assert.That(text, Is.EqualTo(
            "\"EXTF\";700;21;\"Buchungsstapel\";13;20110731000000000;;\"LG\";\"\";\"\";1001;7;20110101;4;20110701;20110731;"
            + "\"Ledger 2011-07\";\"\";1;0;1;\"GBP\";;;;;;;;;\"acme\"\r\n"
            + "Umsatz;Soll/Haben;Konto;Gegenkonto;Belegdatum;Belegfeld 1;Buchungstext\r\n"
            + "1234,56;\"S\";4790;3500;3107;\"2011-07-1\";\"points issued 2011-07\"\r\n"
            + "0,40;\"S\";3500;8590;3107;\"2011-07-2\";\"points expired 2011-07\"\r\n"));
        Assert.That(DatevJournal.OddAccount(lines), Is.Null);
        Assert.That(DatevJournal.OddAccount([lines[0] with { Credit = "SALES" }]), Is.EqualTo("SALES"));
    }

    /// <summary>Of any history, with holds, redemptions, returns, arrears and merges, at a value that does not divide.</summary>
    [Test]
    public void Every_month_of_any_history_balances_and_ties_with_the_roll_forward()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var random = new RandomLedger(seed);
            var ledger = new LedgerInMemory(random.Program(withTime: true));
            MergeLawsTests.LiveAndMerge(random, ledger);
            var version = ledger.Program.Catalog.Versions[0];
            var value = new JournalValue(Exact.Parse("1/7"), Exact.Parse("1/7"), version.MoneyRounding, version.MinorDigits);
            var moves = ledger.Events.OfType<Movement>().SelectMany(entry => entry.Moves.Select(move =>
                (entry.Unit, Month: version.Calendar.MonthOf(entry.EffectiveAt), Move: move))).ToList();
            for (var month = moves.Min(one => one.Month); month <= moves.Max(one => one.Month); month++)
            {
                var flows = moves.Where(one => one.Month <= month).Select(one => new BookFlow(
                    one.Unit, one.Move.From, one.Move.To, one.Month < month ? one.Move.Amount : 0,
                    one.Month == month ? one.Move.Amount : 0)).ToList();
                var lines = Journal.Of(flows, new LedgerAccounts(Document), value);
                var rolled = RollForward.Of(
                    flows.Select(flow => new BookFlow(flow.Unit, flow.From, flow.To, flow.Before, flow.Within)));
                foreach (var total in rolled.Where(line => line.Book == RollForward.Total))
                {
                    var own = lines.Where(line => line.Unit == total.Unit).ToList();
                    Ties(own, total, value, $"seed {seed}, {MonthText.Of(month)} {total.Unit}");
                }
            }
        }
    }

    private static void Ties(IReadOnlyList<JournalLine> lines, RollForwardLine total, JournalValue value, string name)
    {
        (string Cause, decimal Column)[] columns =
        [
            ("issued", total.Issued), ("redeemed", total.Redeemed), ("redemptionReversed", total.RedemptionReversed),
            ("expired", total.Expired), ("reversed", total.Reversed),
        ];
        foreach (var (cause, column) in columns)
        {
            var posted = lines.Where(line => line.Cause == cause).Sum(line => line.Amount);
            Assert.That(posted, Is.EqualTo(value.Of(total.Unit, column)), $"{name} {cause}");
        }

        Assert.That(lines.Select(line => line.Amount), Is.All.Positive, name);
        var owed = lines.Where(line => line.Credit == "3500").Sum(line => line.Amount)
            - lines.Where(line => line.Debit == "3500").Sum(line => line.Amount);
        Assert.That(owed, Is.EqualTo(value.Of(total.Unit, total.Closing) - value.Of(total.Unit, total.Opening)), $"{name} owed");
    }

    private static IEnumerable<string> Short(IEnumerable<JournalLine> lines) => lines.Select(line =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{line.Cause} {line.Debit} {line.Credit} {line.Amount}"));
}
