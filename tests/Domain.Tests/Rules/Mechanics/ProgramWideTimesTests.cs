using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Mechanics;

/// <summary>When program-wide work falls due: the closes of challenges and the draws, over all versions (mechanics.md §8, §9).</summary>
[TestFixture]
public sealed class ProgramWideTimesTests
{
    private const string Rewards = "\"rewards\": [ { \"id\": \"mug\", \"cost\": 1 } ], ";

    private static readonly ProgramCatalog Catalog = Programs.Catalog(
        "\"timeZone\": \"UTC\", \"effectiveFrom\": \"2011-01-01T00:00:00Z\", " + Rewards + """
            "challenges": [ { "id": "race", "period": "month", "metric": "spend", "prizes": [] },
                            { "id": "run", "period": "quarter", "metric": "orders", "prizes": [] } ],
            "draws": [ { "id": "spring", "at": "2011-03-15T12:00:00Z", "prizes": 1, "reward": "mug" },
                       { "id": "april", "at": "2011-04-01T00:00:00Z", "prizes": 1, "reward": "mug" },
                       { "id": "dropped", "at": "2011-07-01T00:00:00Z", "prizes": 1, "reward": "mug" },
                       { "id": "moved", "at": "2011-08-01T00:00:00Z", "prizes": 1, "reward": "mug" } ]
            """,
        "\"timeZone\": \"UTC\", \"version\": 2, \"effectiveFrom\": \"2011-05-15T00:00:00Z\", " + Rewards + """
            "draws": [ { "id": "moved", "at": "2011-09-01T00:00:00Z", "prizes": 1, "reward": "mug" } ]
            """);

    [Test]
    public void Each_time_is_there_once_and_a_draw_is_held_by_the_version_effective_then()
    {
        var times = ProgramWideTimes.TimesIn(Catalog, DateTimeOffset.MinValue, Orders.Time("2012-01-01T00:00:00Z"));

        Assert.That(times.Select(time => $"{time:yyyy-MM-ddTHH}"), Is.EqualTo(new[]
        {
            // Of the second version's time only the periods that began before it are closed.
            "2011-02-01T00", "2011-03-01T00", "2011-03-15T12", "2011-04-01T00", "2011-05-01T00", "2011-06-01T00", "2011-07-01T00",
            "2011-09-01T00",
        }));
        Assert.That(
            ProgramWideTimes.DrawsIn(Catalog, DateTimeOffset.MinValue, Orders.Time("2012-01-01T00:00:00Z")).Select(due => due.Draw.Id),
            Is.EqualTo(new[] { "spring", "april", "moved" }));
    }

    [Test]
    public void What_is_over_is_not_found_again()
    {
        var close = Orders.Time("2011-04-01T00:00:00Z");
        Assert.That(ProgramWideTimes.TimesIn(Catalog, close, close), Is.Empty);
        Assert.That(ProgramWideTimes.TimesIn(Catalog, close.AddTicks(-1), close), Is.EqualTo(new[] { close }));
    }
}
