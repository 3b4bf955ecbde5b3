using Ledger.Contracts.V1;
using Ledger.DomainTests.Rules;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Domain.Views;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;
using NUnit.Framework;

namespace Ledger.DomainTests.Projections;

public sealed class PartnerViewTests
{
    [TestCase("issuance:p", Books.Pending, "5 0 0 0")]
    [TestCase("issuance:p", Books.Available, "5 0 0 0")]
    [TestCase(Books.Pending, "issuance:p", "0 5 0 0")]
    [TestCase(Books.Arrears, "issuance:p", "0 5 0 0")]
    [TestCase(Books.Available, "redeemed:p", "0 0 5 0")]
    [TestCase(Books.Held, "redeemed:p", "0 0 5 0")]
    [TestCase("redeemed:p", Books.Available, "0 0 0 5")]
    [TestCase("redeemed:p", Books.Expired, "0 0 0 5")]
    public void A_move_of_a_partners_book_is_settled(string from, string to, string expected)
    {
        var move = new LotMove(1, from, to, 5);

        Assert.That(PartnerView.Concerns(move));
        var change = PartnerView.Changes(move).Single();
        Assert.That(
            (change.Partner, $"{change.Issued} {change.Reversed} {change.Redeemed} {change.RedemptionReversed}"),
            Is.EqualTo(("p", expected)));
    }

    [Test]
    public void Two_partners_may_meet_in_one_move() => Assert.That(
        PartnerView.Changes(new LotMove(1, "redeemed:b", "issuance:a", 5)),
        Is.EqualTo(new[] { new PartnerChange("b", RedemptionReversed: 5), new PartnerChange("a", Reversed: 5) }));

    [TestCase(Books.Issuance, Books.Pending)]
    [TestCase(Books.Available, Books.Redeemed)]
    [TestCase(Books.Available, Books.Expired)]
    public void The_programs_own_books_are_nobodys(string from, string to)
    {
        var move = new LotMove(1, from, to, 5);

        Assert.That(
            (PartnerView.Concerns(move), PartnerView.Changes(move).Any(), PartnerView.PartnerOf([move])),
            Is.EqualTo((false, false, (string?)null)));
    }

    [Test]
    public void A_month_is_settled_by_the_version_in_force_at_its_start_or_the_latest_that_lists_the_partner()
    {
        var catalog = ProgramCatalog.Empty("acme").With(Version(1, "2011-01-10", ("a", 0.01m)))
            .With(Version(2, "2011-03-10", ("a", 0.02m), ("b", 0.5m)))
            .With(Version(3, "2011-05-10", ("b", 0.7m)));

        Assert.That(Cost("a", 2011, 2), Is.EqualTo((1, 1m)), "in force at the month's start");
        Assert.That(Cost("a", 2011, 3), Is.EqualTo((1, 1m)), "the one that begins within the month does not count yet");
        Assert.That(Cost("a", 2011, 4), Is.EqualTo((2, 2m)));
        Assert.That(Cost("a", 2011, 1), Is.EqualTo((2, 2m)), "none was in force");
        Assert.That(Cost("b", 2011, 2), Is.EqualTo((3, 70m)), "the one in force does not list it");
        Assert.That(Cost("a", 2011, 6), Is.EqualTo((2, 2m)));

        (int Version, decimal Owed) Cost(string partner, int year, int month)
        {
            var settled = PartnerReport.Of(catalog, partner, (year * 12) + month - 1, new PartnerMonth(100, 0, 0, 0));
            return (settled.Version.Version, settled.Due.OwedByPartner);
        }
    }

    [Test]
    public void A_line_keeps_signs_and_the_currencys_digits()
    {
        var catalog = ProgramCatalog.Empty("acme").With(Version(1, "2010-01-01", ("a", 0.0085m)));

        var settled = PartnerReport.Of(catalog, "a", (2011 * 12) + 3, new PartnerMonth(0, 130, 60, 20));
        Assert.That(
            PartnerReport.Table.Fields(PartnerReport.Show(settled)),
            Is.EqualTo(new[] { "a", "2011-04", "0", "130", "60", "20", "-1.10", "0.34", "-1.44" }));
    }

    [TestCase("2011-07", 24138)]
    [TestCase("0001-01", 12)]
    [TestCase("2011-13", null)]
    [TestCase("2011-7", null)]
    [TestCase("July", null)]
    public void Months_are_read_and_written(string text, int? month)
    {
        Assert.That(MonthText.Parse(text), Is.EqualTo(month));
        if (month is { } read) Assert.That(MonthText.Of(read), Is.EqualTo(text));
    }

    [TestCase("2011-07", 24138)]
    [TestCase("0001-01", null)]
    [TestCase("0001-02", 13)]
    [TestCase("9999-11", 119998)]
    [TestCase("9999-12", null)]
    public void A_period_is_a_month_with_two_ends(string text, int? month) => Assert.That(MonthText.ParsePeriod(text), Is.EqualTo(month));

    private static ProgramVersion Version(int number, string from, params (string Id, decimal Cost)[] partners)
    {
        var list = string.Join(
            ", ", partners.Select(one => FormattableString.Invariant($$"""{ "id": "{{one.Id}}", "pointCost": {{one.Cost}} }""")));
        return Programs.Version($$"""
            "version": {{number}}, "effectiveFrom": "{{from}}T00:00:00Z", "partners": [ {{list}} ]
            """);
    }
}
