using System.Text.Json;
using Ledger.Projections.Domain.Reading;
using Ledger.Projections.Domain.Views;
using Ledger.Rules.Domain.States;
using NUnit.Framework;

namespace Ledger.DomainTests.Projections;

public sealed class ProgramViewTests
{
    private static readonly DateTimeOffset At = new(2011, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void A_published_version_never_changes()
    {
        var published = ProgramView.Apply(ProgramView.Apply(null, Version("1", false), 1), Version("2", true), 2);

        Assert.That(published, Is.EqualTo(new VersionRow(VersionState.Published, "2", 2)));
        Assert.That(ProgramView.Apply(published, Version("3", false), 3), Is.EqualTo(published));
    }

    [Test]
    public void The_first_draft_sets_the_mode_and_the_clock_only_goes_on()
    {
        var row = ProgramView.Apply(null, Version("1", false) with { Clock = "manual" });
        row = ProgramView.Apply(row, Version("1", false) with { Clock = "wall" });
        row = ProgramView.Apply(row, new ClockData { Clock = "manual", EffectiveAt = At });
        row = ProgramView.Apply(row, new ClockData { Clock = "wall", EffectiveAt = At.AddDays(-1) });

        Assert.That(row, Is.EqualTo(new ProgramRow("wall", At, 2)));
    }

    [Test]
    public void The_first_published_version_says_the_zone_and_no_clock_forgets_it()
    {
        var row = ProgramView.Apply(null, Version("""{ "timeZone": "Asia/Tokyo" }""", false));
        Assert.That(row.TimeZone, Is.Null);

        row = ProgramView.Apply(row, Version("""{ "timeZone": "Asia/Tokyo" }""", true));
        row = ProgramView.Apply(row, new ClockData { Clock = "manual", EffectiveAt = At });
        Assert.That(ProgramView.Apply(row, Version("1", false)).TimeZone, Is.EqualTo("Asia/Tokyo"));
    }

    private static VersionData Version(string document, bool published) => new()
    {
        EffectiveAt = At,
        Version = 1,
        Clock = "manual",
        Document = JsonDocument.Parse(document).RootElement,
        Published = published,
    };
}
