using Ledger.DomainTests.Rules;
using Ledger.Projections.Domain.Reports;
using NUnit.Framework;

namespace Ledger.DomainTests.Projections;

public sealed class ExpiringTests
{
    private static readonly DateTimeOffset Now = new(2011, 6, 30, 22, 59, 59, TimeSpan.Zero);

    /// <summary>In London it is the last second of June, so the next bound is a second away.</summary>
    [Test]
    public void Spans_begin_after_now_and_with_each_local_month()
    {
        var bounds = Expiring.Bounds(Programs.Version("").Calendar, Now);

        Assert.That(bounds, Has.Count.EqualTo(25).And.Ordered);
        Assert.That(bounds[0], Is.EqualTo(Now.AddMicroseconds(1)));
        Assert.That(bounds[1], Is.EqualTo(Now.AddSeconds(1)));
        Assert.That(bounds[24], Is.EqualTo(new DateTimeOffset(2013, 5, 31, 23, 0, 0, TimeSpan.Zero)));
    }

    [Test]
    public void Every_unit_has_all_lines_and_they_sum_to_what_is_left()
    {
        var version = Programs.Version(""" "pointValue": 0.0033 """);

        var lines = Expiring.Of(
            version, Now,
            [
                new ExpiringLots("points", 0, 0, 0, 100), new ExpiringLots("points", 1, 1, 2, 0), new ExpiringLots("points", 24, 0, 50, 0),
                new ExpiringLots("points", 25, 0, 60, 0), new ExpiringLots("points", null, 0, 800, 0),
                new ExpiringLots("cashback", null, 0, 1.5m, 0),
            ]);

        Assert.That(lines, Has.Count.EqualTo(54));
        Assert.That(lines.Where(line => line.Amount != 0).Select(line => string.Join(',', Expiring.Table.Fields(line))), Is.EqualTo(new[]
        {
            "cashback,never,0.00,1.50,0.00,1.50,1.50", "points,overdue,0,0,100,100,0.33", "points,2011-06,1,2,0,3,0.01",
            "points,2013-05,0,50,0,50,0.16", "points,later,0,60,0,60,0.20", "points,never,0,800,0,800,2.64",
        }));
        Assert.That(lines.Where(line => line.Unit == "points").Sum(line => line.Value), Is.EqualTo(3.34m), "1013 points at 0.0033");
    }

    [Test]
    public void Nothing_left_makes_no_line() => Assert.That(Expiring.Of(Programs.Version(""), Now, []), Is.Empty);
}
