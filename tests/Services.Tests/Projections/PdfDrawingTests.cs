using System.Diagnostics;
using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Papers;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Statements;
using NUnit.Framework;
using Calendar = Ledger.Rules.Domain.Program.Calendar;

namespace Ledger.Services.Tests.Projections;

/// <summary>The drawing of a PDF: its speed, and what texts and pictures it takes.</summary>
public sealed class PdfDrawingTests
{
    [Test]
    public void Three_thousand_lines_take_less_than_a_second()
    {
        var paper = Long(3_000);
        PdfDrawing.Draw(paper, "en", DateTimeOffset.UnixEpoch, null);
        var best = Enumerable.Range(0, 3).Min(_ =>
        {
            var watch = Stopwatch.StartNew();
            PdfDrawing.Draw(paper, "en", DateTimeOffset.UnixEpoch, null);
            return watch.Elapsed;
        });
        TestContext.Out.WriteLine($"3,000 lines: {best.TotalMilliseconds:0} ms");
        Assert.That(best, Is.LessThan(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public void Any_text_can_be_drawn_and_read_again()
    {
        var texts = new[]
        {
            "\U0001F600 smile", "日本語", "مرحبا", "עברית", "a\0b\tc\u202Ed", "half \uD800", "<b>&amp;",
            new string('W', 400), "Ελληνικά", "ﬁ ﬂ",
        };
        var rows = texts.Select(text => new PaperRow(["1", "today", text, "1", "2"])).ToList();
        var columns = new PaperColumn[]
        {
            new("No."), new("Date"), new("What", IsWide: true), new("A", IsNumber: true), new("B", IsNumber: true),
        };
        var table = new PaperTable(texts[0], columns, rows);
        var paper = new Paper(texts[1], "Statement", [new("Account", texts[2])], [table], "foot", "{0}/{1}");
        var file = PdfDrawing.Draw(paper, "en", DateTimeOffset.UnixEpoch, null);
        var lines = PdfLines.Read(file).Select(line => string.Join('|', line)).ToList();
        Assert.That(lines, Does.Contain("1|today|\uFFFD smile|1|2").And.Contain("1|today|Ελληνικά|1|2"));
        Assert.That(lines, Does.Contain("1|today|\uFFFD\uFFFD\uFFFD|1|2"));
        Assert.That(lines, Has.Some.StartsWith("1|today|<b>&amp;|1|2"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_picture_is_drawn(bool isPng)
    {
        var paper = new Paper("Acme", "Statement", [], [], "foot", "{0}/{1}");
        var picture = isPng ? Convert.FromBase64String(Pictures.Png) : Pictures.Jpeg(64, 32);
        var file = PdfDrawing.Draw(paper, "en", DateTimeOffset.UnixEpoch, picture);
        Assert.That(PdfLines.PicturesByPage(file), Is.EqualTo(new[] { 1 }));
    }

    private static Paper Long(int lines)
    {
        var entries = Enumerable.Range(1, lines).Select(n => new StatementLine("points_accrued", new PointsAccrued
        {
            Sequence = n,
            Amount = n,
            Unit = "points",
            Owner = "account",
            Balance = new BalanceAfter(n, n * 1_000m, 0, 0),
            EffectiveAt = DateTimeOffset.UnixEpoch.AddHours(n),
            Cause = new Cause("order", "shop", $"ORDER-{n:D8}", Rule: "base"),
        }, null)).ToList();
        return new StatementPaper(
            PaperLanguage.Default, new Calendar(TimeZoneInfo.Utc), "acme", "acme", "north", "GBP", new StatementPeriod(null, null),
            [new StatementPart("account", "points", 0, StatementBalance.Zero, StatementBalance.Zero, entries, [])],
            new StatementProof(1, DateTimeOffset.UnixEpoch, 1, new string('a', 64))).Write();
    }
}
