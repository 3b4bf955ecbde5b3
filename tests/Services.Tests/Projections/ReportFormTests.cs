using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Reports;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections;

/// <summary>The formats of a report agree cell by cell, and a spreadsheet's cells have the right types.</summary>
public sealed class ReportFormTests : ProjectionsFixture
{
    private const string Sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private static readonly ReportTable<Line> Table = new ReportTable<Line>("sample")
        .Text("id", line => line.Id)
        .Whole("count", line => line.Count)
        .Amount("amount", line => line.Amount)
        .Money("value", line => line.Value)
        .Instant("at", line => line.At)
        .Day("day", line => line.Day)
        .Share("part", line => line.Part);

    private sealed record Line(
        string? Id, long? Count = null, decimal? Amount = null, decimal? Value = null, DateTimeOffset? At = null, DateOnly? Day = null,
        decimal? Part = null);

    [TestCase(false), TestCase(true)]
    public async Task All_forms_say_the_same(bool mechanics)
    {
        var given = new Given("acme");
        await Log.AppendAsync(mechanics ? MechanicsSample.History(given) : Sample.History(given));
        await using var app = await StartAsync();

        (string Path, string List)[] reports =
        [
            ("trial-balance", "books"), ("roll-forward?period=2011-01", "units"), ("roll-forward?period=2010-12", "units"),
            ("liability", "units"), ("expiring", "units"), ("partners", "partners"),
            ("partners?fromMonth=2011-02&toMonth=2011-03", "partners"),
        ];
        foreach (var (path, list) in reports)
        {
            var asked = $"reports/{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}minPosition={Log.Position}";
            var lines = await app.AgreeAsync(asked, list);
            if (path is "trial-balance" or "liability" or "expiring") Assert.That(lines, Has.Count.GreaterThan(2), path);
        }
    }

    [TestCase("text/csv", "text/csv")]
    [TestCase(Sheet, Sheet)]
    [TestCase("application/json", "application/json")]
    [TestCase("application/vnd.ledger.table+json", "application/vnd.ledger.table+json")]
    [TestCase("text/html, */*;q=0.1", "application/json")]
    [TestCase("text/csv;q=0.5, " + Sheet, Sheet)]
    [TestCase("text/csv;q=0, text/*", "text/csv")]
    [TestCase("image/png", "application/json")]
    public async Task The_address_without_an_ending_answers_with_what_is_accepted(string accept, string expected)
    {
        await Log.AppendAsync(Sample.History(new Given("acme")));
        await using var app = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/programs/acme/reports/trial-balance?minPosition={Log.Position}");
        request.Headers.Accept.ParseAdd(accept);

        using var answer = await app.Client.SendAsync(request);

        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo(expected));
        Assert.That(answer.Headers.Vary, Is.EqualTo(new[] { "Accept" }));
        Assert.That(answer.Headers.GetValues("Ledger-Position").Single(), Is.EqualTo($"{Log.Position}"));
        if (expected == Sheet) Assert.That(answer.Content.Headers.ContentDisposition?.FileName, Does.Contain("trial-balance.xlsx"));
    }

    [Test]
    public async Task A_sheet_that_the_caller_has_is_not_sent_again()
    {
        await Log.AppendAsync(Sample.History(new Given("acme")));
        await using var app = await StartAsync();
        var address = new Uri($"/v1/programs/acme/reports/trial-balance.xlsx?minPosition={Log.Position}", UriKind.Relative);
        using var first = await app.Client.GetAsync(address);
        app.Client.DefaultRequestHeaders.IfNoneMatch.Add(EntityTagHeaderValue.Parse(first.Headers.ETag!.ToString()));

        using var again = await app.Client.GetAsync(address);

        Assert.That((first.StatusCode, again.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.NotModified)));
    }

    /// <summary>No text becomes a formula or is altered.</summary>
    [TestCase("=1+1"), TestCase("+1"), TestCase("-1"), TestCase("@SUM(A1)"), TestCase("=HYPERLINK(\"http://x\",\"y\")"), TestCase("007")]
    [TestCase("2011-07"), TestCase("1e5"), TestCase("TRUE"), TestCase("a<b>&\"c'")]
    [TestCase(" blank "), TestCase("_x0041_"), TestCase("ä€")]
    public async Task Text_stays_text(string id)
    {
        var (_, file) = await FileAsync([new Line(id)]);

        Assert.That(ReportRows.OfSheet(file).Single()["id"], Is.EqualTo(id));
        Assert.That(await SheetXmlAsync(file), Does.Contain("t=\"str\"").And.Not.Contain("<x:f>").And.Not.Contain("<f>"));
    }

    /// <summary>Spreadsheets hold numbers of 15 digits; a number with more must be text, or it would be rounded.</summary>
    [TestCase("0.10", false), TestCase("-7.00", false), TestCase("9999999999999.99", false), TestCase("123456789012345", false)]
    [TestCase("99999999999999.99", true), TestCase("1234567890123456", true), TestCase("0.000000000000001", false)]
    public async Task Numbers_lose_no_digit(string text, bool asText)
    {
        var number = decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

        var (_, file) = await FileAsync([new Line("a", null, number, number)]);

        var line = ReportRows.OfSheet(file).Single();
        var expected = asText ? (object)text : (double)number;
        Assert.That((line["amount"], line["value"]), Is.EqualTo((expected, expected)));
        if (!asText) Assert.That(await SheetXmlAsync(file), Does.Contain($"<x:v>{text}</x:v>"), "as it is, zeros included");
    }

    [Test]
    public async Task Each_kind_has_its_type()
    {
        var at = new DateTimeOffset(2011, 7, 1, 12, 30, 15, 250, TimeSpan.FromHours(1));
        var early = new DateTimeOffset(1850, 1, 1, 0, 0, 0, TimeSpan.Zero);

        var (_, file) = await FileAsync(
            [new Line("a", 3, 1.5m, 2.25m, at, new DateOnly(2011, 7, 31), 0.352941m), new Line(null, At: early)]);

        var lines = ReportRows.OfSheet(file);
        Assert.That(lines[0].Values, Is.EqualTo(new object?[]
        {
            "a", 3d, 1.5d, 2.25d, new DateTime(2011, 7, 1, 11, 30, 15), new DateTime(2011, 7, 31), 0.352941d,
        }));
        Assert.That(lines[1].Values, Is.EqualTo(new object?[] { null, null, null, null, "1850-01-01T00:00:00Z", null, null }));
        using var archive = new ZipArchive(new MemoryStream(file));
        using var styles = new StreamReader(archive.GetEntry("xl/styles.xml")!.Open());
        var formats = await styles.ReadToEndAsync();
        foreach (var format in (string[])["0.00", "yyyy-mm-dd hh:mm:ss", "yyyy-mm-dd", "0.00%"])
        {
            Assert.That(formats, Does.Contain($"formatCode=\"{format}\""));
        }
    }

    [Test]
    public async Task A_report_without_lines_has_the_names_of_its_columns()
    {
        var (_, file) = await FileAsync([]);

        Assert.That(ReportRows.HeaderOf(file), Is.EqualTo(Table.Header.Split(',')));
    }

    [TestCase(3, 200), TestCase(4, 422)]
    public async Task More_lines_than_a_sheet_has_are_refused(int lines, int status)
    {
        var (answered, _) = await FileAsync(Enumerable.Range(0, lines).Select(n => new Line($"{n}")), linesMax: 3);

        Assert.That(answered, Is.EqualTo(status));
    }

    private static async Task<(int Status, byte[] File)> FileAsync(IEnumerable<Line> lines, int linesMax = XlsxFile.LinesMax)
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = services };
        context.Response.Body = body;
        var result = await XlsxFile.AnswerAsync(
            context, 7, "sample.xlsx", Table, lines.ToAsyncEnumerable(), 2, linesMax);
        await result.ExecuteAsync(context);
        return (context.Response.StatusCode, body.ToArray());
    }

    private static async Task<string> SheetXmlAsync(byte[] file)
    {
        await using var archive = new ZipArchive(new MemoryStream(file));
        using var sheet = new StreamReader(archive.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        return await sheet.ReadToEndAsync();
    }
}
