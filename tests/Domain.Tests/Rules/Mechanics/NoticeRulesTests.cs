using Ledger.Rules.Domain.Mechanics;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Mechanics;

/// <summary>Notices before points expire (mechanics.md §11).</summary>
[TestFixture]
public sealed class NoticeRulesTests
{
    // 30 and 7 days of 24 hours before, also over the change to summer time.
    [TestCase("2010-04-01T00:00:00Z", "2011-03-31T23:00:00Z", "30 2011-03-01T23:00:00, 7 2011-03-24T23:00:00")]
    [TestCase(
        "2011-03-01T23:00:00Z", "2011-03-31T23:00:00Z", "30 2011-03-01T23:00:00, 7 2011-03-24T23:00:00",
        Description = "Active in time for the first.")]
    [TestCase(
        "2011-03-01T23:00:01Z", "2011-03-31T23:00:00Z", "7 2011-03-24T23:00:00", Description = "Not for a lot that became active later.")]
    [TestCase("2011-03-30T00:00:00Z", "2011-03-31T23:00:00Z", "")]
    [TestCase(null, "2011-03-31T23:00:00Z", "", Description = "It waits for its trigger.")]
    [TestCase("2010-04-01T00:00:00Z", null, "", Description = "It never expires.")]
    public void They_fall_due_so_many_days_before(string? activatesAt, string? expiresAt, string expected)
    {
        var notices = NoticeRules.Of([7, 30], activatesAt is null ? null : Orders.Time(activatesAt), expiresAt is null ? null
            : Orders.Time(expiresAt));
        Assert.That(string.Join(", ", notices.Select(one => $"{one.Days} {one.At:s}")), Is.EqualTo(expected));
    }

    [Test]
    public void A_program_without_notice_days_gives_none() =>
        Assert.That(NoticeRules.Of([], Orders.Time("2011-01-01T00:00:00Z"), Orders.Time("2012-01-01T00:00:00Z")), Is.Empty);
}
