using Ledger.Projections.Domain.Papers;
using NUnit.Framework;

namespace Ledger.DomainTests.Papers;

/// <summary>Everything is on some page, within its margins, and nothing overlaps.</summary>
public sealed class PaperLayoutTests
{
    private const string Heading = "Account · points";

    private static readonly bool[] Both = [true, true];

    private static readonly IReadOnlyList<PaperColumn> Columns =
        [new("No."), new("Date"), new("What happened", IsWide: true), new("Amount", IsNumber: true), new("Owed", IsNumber: true)];

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(30)]
    [TestCase(500)]
    public void A_table_goes_on_under_its_heading_and_columns_on_every_page_that_it_needs(int rows)
    {
        var pages = Pages(Paper([.. Enumerable.Range(1, rows).Select(n => Row(n))]));
        var first = Texts(pages).Where(text => text.StartsWith("row ", StringComparison.Ordinal)).ToList();
        Assert.That(first, Is.EqualTo(Enumerable.Range(1, rows).Select(n => $"row {n}")));
        foreach (var page in pages)
        {
            Assert.That(page.Texts.Where(text => text.Text is Heading or "What happened").Select(text => text.IsStrong), Is.EqualTo(Both));
        }

        if (rows == 500) Assert.That(pages, Has.Count.GreaterThan(10));
    }

    [Test]
    public void Every_page_says_its_number_and_has_the_foot()
    {
        var pages = Pages(Paper([.. Enumerable.Range(1, 200).Select(n => Row(n))]));
        for (var i = 0; i < pages.Count; i++)
        {
            Assert.That(pages[i].Texts.Select(text => text.Text), Does.Contain($"{i + 1} of {pages.Count}").And.Contain("the proof"));
        }
    }

    [Test]
    public void Numbers_end_at_the_right_of_their_column()
    {
        var pages = Pages(Paper([Row(1, amount: "5"), Row(2, amount: "1,234,567.00")]));
        var ends = pages[0].Texts.Where(text => text.Text is "5" or "1,234,567.00")
            .Select(text => text.X + Faces.Plain.WidthOf(text.Text, text.Size)).ToList();
        Assert.That(ends, Has.Count.EqualTo(2));
        Assert.That(ends[0], Is.EqualTo(ends[1]).Within(0.001));
    }

    [Test]
    public void Nothing_leaves_the_page_or_overlaps_whatever_the_texts_are()
    {
        const string odd = "WWWWWWWWWW\U0001F600 日本語 مرحبا \t\0 ";
        for (var seed = 1; seed <= 60; seed++)
        {
            var random = new Random(seed);
            var rows = Enumerable.Range(1, random.Next(1, 60)).Select(n => new PaperRow(
                [Any(20), Any(20), Any(700), Any(40), Any(40)], random.Next(5) == 0)).ToList();
            var pages = PaperLayout.Pages(
                new Paper(
                    Any(256), Any(30), [new(Any(20), Any(128)), new(Any(20), Any(300))], [new(Any(128), Columns, rows)], Any(120),
                    "{0} of {1}"),
                Faces.Plain, Faces.Strong, hasPicture: random.Next(2) == 0);
            foreach (var page in pages) AssertOnPage(page, seed);

            string Any(int most) => string.Concat(Enumerable.Range(0, random.Next(most + 1)).Select(_ => odd[random.Next(odd.Length)]));
        }
    }

    [Test]
    public void The_same_paper_gives_the_same_pages()
    {
        var paper = Paper([.. Enumerable.Range(1, 90).Select(n => Row(n))]);
        Assert.That(Pages(paper).Select(Flat), Is.EqualTo(Pages(paper).Select(Flat)));
    }

    [Test]
    public void Room_is_left_for_a_picture_on_the_first_page_only()
    {
        var pages = PaperLayout.Pages(Paper([.. Enumerable.Range(1, 90).Select(n => Row(n))]), Faces.Plain, Faces.Strong, hasPicture: true);
        Assert.That(pages[0].Picture, Is.Not.Null);
        Assert.That(pages.Skip(1).Select(page => page.Picture), Has.All.Null);
    }

    private static void AssertOnPage(PaperPage page, int seed)
    {
        foreach (var text in page.Texts)
        {
            var face = text.IsStrong ? Faces.Strong : Faces.Plain;
            var end = text.X + face.WidthOf(text.Text, text.Size);
            // Only a single character may be wider than its column.
            Assert.That(text.X >= 39 && (end <= 803 || text.Text.Length == 1), $"seed {seed}: {text}");
            Assert.That(text.Y is >= 40 and <= 556, $"seed {seed}: {text}");
        }

        foreach (var line in page.Texts.GroupBy(text => Math.Round(text.Y, 3)))
        {
            var along = line.OrderBy(text => text.X).ToList();
            foreach (var (before, after) in along.Zip(along.Skip(1)))
            {
                var face = before.IsStrong ? Faces.Strong : Faces.Plain;
                var end = before.X + face.WidthOf(before.Text, before.Size);
                Assert.That(end, Is.LessThanOrEqualTo(after.X), $"seed {seed}: {before} {after}");
            }
        }
    }

    private static IReadOnlyList<PaperPage> Pages(Paper paper) => PaperLayout.Pages(paper, Faces.Plain, Faces.Strong, hasPicture: false);

    private static IEnumerable<string> Texts(IEnumerable<PaperPage> pages) =>
        pages.SelectMany(page => page.Texts).Select(text => text.Text);

    private static string Flat(PaperPage page) => string.Join('\n', page.Texts);

    private static Paper Paper(IReadOnlyList<PaperRow> rows) => new(
        "Acme", "Statement", [new("Account", "north")], [new(Heading, Columns, rows)], "the proof", "{0} of {1}");

    private static PaperRow Row(int number, string amount = "12") => new([$"row {number}", "1 Mar 2021", "Points credited", amount, "0"]);
}
