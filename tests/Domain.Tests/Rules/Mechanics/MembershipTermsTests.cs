using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Mechanics;

/// <summary>Terms follow each other without a hole or an overlap, and move when one before them is refunded (mechanics.md §3).</summary>
[TestFixture]
public sealed class MembershipTermsTests
{
    private static readonly Calendar London = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/London"));
    private static readonly Membership Plus = new("plus", 100, 12, 1, []);
    private static readonly Membership Monthly = new("monthly", 10, 1, 1, []);

    [Test]
    public void A_term_begins_with_its_purchase_or_where_the_latest_ends()
    {
        var terms = Bought((Plus, "2011-03-08T10:00:00Z"), (Plus, "2011-09-01T00:00:00Z"), (Monthly, "2011-10-01T00:00:00Z"),
            (Plus, "2010-01-01T00:00:00Z"), (Plus, "2015-01-31T00:00:00Z"));
        Assert.That(terms.Select(Dates), Is.EqualTo(new[]
        {
            "2011-03-08T10:00 2012-03-08T10:00", "2012-03-08T10:00 2013-03-08T10:00", "2011-10-01T00:00 2011-11-01T01:00",
                "2013-03-08T10:00 2014-03-08T10:00",
            "2015-01-31T00:00 2016-01-31T00:00",
        }));
    }

    [TestCase("2011-01-31T12:00:00Z", "2011-02-28T12:00")]
    [TestCase("2012-01-31T12:00:00Z", "2012-02-29T12:00")]
    [TestCase("2011-02-27T01:30:00Z", "2011-03-27T01:30", Description = "That local time is skipped: an hour later.")]
    public void Months_are_local_and_the_day_is_clamped(string purchasedAt, string end) =>
        Assert.That(Dates(Bought((Monthly, purchasedAt))[0])[17..], Is.EqualTo(end));

    [Test]
    public void A_refund_ends_the_term_and_pulls_the_later_ones_forward()
    {
        var terms = Bought((Plus, "2011-01-01T00:00:00Z"), (Plus, "2011-02-01T00:00:00Z"), (Plus, "2011-08-01T00:00:00Z"),
            (Monthly, "2011-02-01T00:00:00Z"));
        Assert.That(MembershipTerms.Refund(London, terms, "0", Orders.Time("2011-06-01T00:00:00Z")).Select(Dates), Is.EqualTo(new[]
        {
            "2011-01-01T00:00 2011-06-01T00:00", "2011-06-01T00:00 2012-06-01T00:00", "2012-06-01T00:00 2013-06-01T00:00",
                "2011-02-01T00:00 2011-03-01T00:00",
        }));
        Assert.That(MembershipTerms.Refund(London, terms, "1", Orders.Time("2011-06-01T00:00:00Z")).Select(Dates), Is.EqualTo(new[]
        {
            "2011-01-01T00:00 2012-01-01T00:00", "2012-01-01T00:00 2012-01-01T00:00", "2012-01-01T00:00 2013-01-01T00:00",
                "2011-02-01T00:00 2011-03-01T00:00",
        }), "Before its start nothing of it is left.");
    }

    [Test]
    public void A_later_term_does_not_begin_before_its_own_purchase()
    {
        var terms = Bought((Plus, "2011-01-01T00:00:00Z"), (Plus, "2011-08-01T00:00:00Z"), (Plus, "2011-08-02T00:00:00Z"));
        Assert.That(MembershipTerms.Refund(London, terms, "0", Orders.Time("2011-06-01T00:00:00Z")).Select(Dates), Is.EqualTo(new[]
        {
            "2011-01-01T00:00 2011-06-01T00:00", "2011-08-01T00:00 2012-08-01T00:00", "2012-08-01T00:00 2013-08-01T00:00",
        }));
    }

    [Test]
    public void A_refund_after_the_end_changes_nothing_and_the_same_again_neither()
    {
        var terms = Bought((Monthly, "2011-01-01T00:00:00Z"), (Monthly, "2011-01-15T00:00:00Z"));
        Assert.That(MembershipTerms.Refund(London, terms, "0", Orders.Time("2011-02-01T00:00:00Z")).Select(Dates),
            Is.EqualTo(terms.Select(Dates)));
        var once = MembershipTerms.Refund(London, terms, "0", Orders.Time("2011-01-10T00:00:00Z"));
        Assert.That(MembershipTerms.Refund(London, once, "0", Orders.Time("2011-01-10T00:00:00Z")), Is.EqualTo(once));
        Assert.Throws<ArgumentException>(() => MembershipTerms.Refund(London, terms, "9", Orders.Time("2011-01-10T00:00:00Z")));
    }

    [Test]
    public void A_refunded_later_term_stays_refunded_when_it_moves()
    {
        var terms = Bought((Plus, "2011-01-01T00:00:00Z"), (Plus, "2011-02-01T00:00:00Z"), (Plus, "2011-03-01T00:00:00Z"));
        var second = MembershipTerms.Refund(London, terms, "1", Orders.Time("2012-03-01T00:00:00Z"));
        Assert.That(MembershipTerms.Refund(London, second, "0", Orders.Time("2011-07-01T00:00:00Z")).Select(Dates), Is.EqualTo(new[]
        {
            "2011-01-01T00:00 2011-07-01T00:00", "2011-07-01T00:00 2012-03-01T00:00", "2012-03-01T00:00 2013-03-01T00:00",
        }));
    }

    [Test]
    public void Terms_that_overlap_after_a_merge_never_move_to_a_later_start()
    {
        var terms = Bought((Plus,
            "2011-01-01T00:00:00Z")).Concat([Bought((Plus, "2011-03-01T00:00:00Z"))[0] with { PurchaseId = "theirs" }]).ToList();
        Assert.That(MembershipTerms.Refund(London, terms, "0", Orders.Time("2011-06-01T00:00:00Z")).Select(Dates), Is.EqualTo(new[]
        {
            "2011-01-01T00:00 2011-06-01T00:00", "2011-03-01T00:00 2012-03-01T00:00",
        }));
    }

    [TestCase("2011-01-01T00:00:00Z", "plus")]
    [TestCase("2010-12-31T23:59:59Z", "")]
    [TestCase("2011-02-01T00:00:00Z", "plus,monthly")]
    [TestCase("2011-03-01T00:00:00Z", "plus")]
    [TestCase("2012-01-01T00:00:00Z", "plus", Description = "The next term begins as the one before it ends.")]
    [TestCase("2013-01-01T00:00:00Z", "")]
    public void A_membership_is_active_from_its_start_until_before_its_end(string at, string expected)
    {
        var terms = Bought((Plus, "2011-01-01T00:00:00Z"), (Plus, "2011-01-01T00:00:00Z"), (Monthly, "2011-02-01T00:00:00Z"));
        Assert.That(string.Join(',', MembershipTerms.Active(terms, Orders.Time(at))), Is.EqualTo(expected));
        Assert.That(terms.Select(term => MembershipTerms.IsFollowed(terms, term)), Is.EqualTo(new[] { true, false, false }));
    }

    [TestCase(100, "0")]
    [TestCase(99.5, "-0.5")]
    [TestCase(null, null)]
    public void A_price_other_than_the_fee_is_shown(double? price, string? variance) =>
        Assert.That(MembershipTerms.FeeVariance(Plus, (decimal?)price)?.ToString(), Is.EqualTo(variance));

    [Test]
    public void In_any_history_terms_of_a_membership_never_overlap_nor_begin_before_their_purchase()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            IReadOnlyList<Term> terms = [];
            for (var n = 0; n < 12; n++)
            {
                var at = Orders.Time("2011-01-01T00:00:00Z").AddHours(random.Next(24 * 900));
                if (terms.Count > 0 && random.Next(3) == 0) terms = MembershipTerms.Refund(London, terms, $"{random.Next(terms.Count)}",
                    at);
                else terms = [.. terms, MembershipTerms.Next(London, terms, random.Next(2) == 0 ? Plus : Monthly, $"{terms.Count}", at)];
                foreach (var own in terms.GroupBy(term => term.Membership).Select(group =>
                    group.OrderBy(term => term.Start).ThenBy(term => term.End).ToList()))
                {
                    Assert.That(own.All(term => term.Start >= term.PurchasedAt && term.End >= term.Start
                        && term.End <= London.AddMonths(term.Start, term.Months)), $"seed {seed}");
                    Assert.That(own.Zip(own.Skip(1)).All(pair => pair.First.End <= pair.Second.Start),
                        $"seed {seed}: {string.Join(" | ", own.Select(Dates))}");
                }
            }
        }
    }

    private static List<Term> Bought(params (Membership Membership, string At)[] purchases)
    {
        var terms = new List<Term>();
        foreach (var (membership, at) in purchases) terms.Add(MembershipTerms.Next(London, terms, membership, $"{terms.Count}",
            Orders.Time(at)));
        return terms;
    }

    private static string Dates(Term term) => $"{term.Start:yyyy-MM-ddTHH:mm} {term.End:yyyy-MM-ddTHH:mm}";
}
