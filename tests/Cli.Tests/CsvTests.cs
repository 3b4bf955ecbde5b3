using Ledger.Cli.Import.Csv;
using NUnit.Framework;

namespace Ledger.Cli.Tests;

/// <summary>CSV files with a map: the JSON that rows become, and the messages for rows that cannot be converted.</summary>
internal sealed class CsvTests
{
    private const string Orders = """
        {
          "type": "OrderPlaced", "separator": ";", "decimal": ",", "timeZone": "Europe/Berlin",
          "set": { "source": "erp", "currency": "EUR" },
          "columns": {
            "orderId": "Beleg", "accountId": "Kunde", "placedAt": { "column": "Datum", "date": "dd.MM.yyyy HH:mm" },
            "lines.sku": "Artikel", "lines.quantity": "Menge", "lines.unitPrice": "Preis"
          }
        }
        """;

    private const string Head = """{"type":"OrderPlaced","source":"erp","currency":"EUR",""";

    private const string Balances = """
        {
          "type": "OpeningBalance", "set": { "at": "2011-01-01T00:00:00Z" },
          "columns": { "accountId": "customer", "amount": "points", "expiresAt": "until" }
        }
        """;

    [Test]
    public void Rows_that_stand_together_are_one_order()
    {
        var items = ItemsOf(Orders, """
            Beleg;Datum;Kunde;Artikel;Menge;Preis
            1;08.03.2011 10:00;north;tea;2;1234,50
            1;08.03.2011 10:00;north;cup;-1;3

            2;27.03.2011 02:30;south;"te;a";1;,5
            """);

        Assert.That(items.Select(item => (item.Line, item.Rows, item.Json!.ToJsonString())), Is.EqualTo(new[]
        {
            (2L, 2, Head + """ "orderId":"1","accountId":"north","placedAt":"2011-03-08T09:00:00Z","lines":["""[1..]
                + """{"sku":"tea","quantity":2,"unitPrice":1234.50,"lineId":"1"},{"sku":"cup","quantity":-1,"unitPrice":"""
                + """3,"lineId":"2"}]}"""),
            (5L, 1, Head + """ "orderId":"2","accountId":"south","placedAt":"2011-03-27T01:30:00Z","lines":["""[1..]
                + """{"sku":"te;a","quantity":1,"unitPrice":0.5,"lineId":"1"}]}"""),
        }));
    }

    [Test]
    public void What_a_field_cannot_be_is_said_with_its_line_and_column()
    {
        var items = ItemsOf(Orders, """
            Beleg;Datum;Kunde;Artikel;Menge;Preis
            1;2011-03-08;north;tea;2;1
            1;2011-03-08;north;tea;two;1
            2;08.03.2011 10:00;south;tea;1;1
            """);

        Assert.That(items[0].Json, Is.Null);
        Assert.That(items[0].Faults.Select(fault => (fault.Column, fault.Sentence)), Is.EqualTo(new[]
        {
            ("Datum", "'2011-03-08' is no time like dd.MM.yyyy HH:mm."),
            ("Datum", "Line 3: '2011-03-08' is no time like dd.MM.yyyy HH:mm."),
            ("Menge", "Line 3: 'two' is no number with ',' before its fraction."),
        }));
        Assert.That((items[1].Line, (string?)items[1].Json?["orderId"]), Is.EqualTo((4L, "2")));
    }

    [Test]
    public void An_opening_balance_is_known_by_its_content_and_two_that_are_alike_are_two()
    {
        const string file = "customer,points,until\nnorth,10,2012-01-01\nnorth,10,2012-01-01\nsouth,10,\n";
        var first = ItemsOf(Balances, file).Select(item => (string?)item.Json!["key"]).ToList();

        Assert.That(ItemsOf(Balances, file).Select(item => (string?)item.Json!["key"]), Is.EqualTo(first));
        Assert.That(first, Is.Unique.And.All.Match("^opening-[0-9a-f]{32}$"));
        Assert.That(ItemsOf(Balances, file)[2].Json!.ContainsKey("expiresAt"), Is.False, "an empty field is left out");
    }

    [TestCase("2011-03-08", "2011-03-08T00:00:00Z")]
    [TestCase("2011-03-08T10:00:00+02:00", "2011-03-08T08:00:00Z")]
    [TestCase("2011-03-08T10:00:00.123456Z", "2011-03-08T10:00:00.123456Z")]
    [TestCase("2011-03-08 10:00", "2011-03-08T10:00:00Z")]
    [TestCase("8 March", null)]
    public void Times_are_ISO_8601_unless_the_column_has_a_pattern(string text, string? expected)
    {
        var item = ItemsOf(Balances, $"customer,points,until\nnorth,10,{text}\n").Single();
        Assert.That((string?)item.Json?["expiresAt"], Is.EqualTo(expected));
    }

    [TestCase("{", "The map cannot be read at $")]
    [TestCase("""{"type":"Nothing","columns":{"a":"b"}}""", "The map's type is one of OpeningBalance, OrderPlaced")]
    [TestCase("""{"type":"OrderPlaced","columns":{}}""", "The map names no column.")]
    [TestCase("""{"type":"OrderPlaced","columns":{"a":"b"},"timeZone":"Mars/Base"}""", "The map's timeZone Mars/Base is unknown.")]
    [TestCase("""{"type":"OrderPlaced","columns":{"a":"b"},"more":1}""", "The map cannot be read at $.more")]
    [TestCase(
        """{"type":"OrderPlaced","columns":{"orderId":"No"}}""",
        "The file has no column 'No', which the map names for orderId; it has a, b.")]
    public async Task A_map_that_makes_no_sense_is_a_mistake_of_usage(string map, string sentence)
    {
        var run = await PreviewAsync(map, "a,b\n1,2\n");
        Assert.That(run.ExitCode, Is.EqualTo((int)ExitCode.Usage));
        Assert.That(run.Error, Does.Contain(sentence));
    }

    [Test]
    public async Task A_dry_run_shows_the_first_twenty_and_all_that_is_wrong_and_sends_nothing()
    {
        var rows = Enumerable.Range(1, 30).Select(n => n == 7 ? "c7,many," : $"c{n},{n},");
        var run = await PreviewAsync(Balances, "customer,points,until\n" + string.Join('\n', rows));

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(20).And.All.Contain("opening-"));
        Assert.That(run.Error, Is.EqualTo(
            "Fact 8, column 'points': 'many' is no number with '.' before its fraction. (invalid_value)\n"
            + "30 rows: 29 would be sent, 1 would not.\n"));
    }

    private static List<CsvItem> ItemsOf(string map, string file) =>
        [.. new CsvFacts(CommandRun.FileOf("file.csv", file), CsvMap.Read(CommandRun.FileOf("map.json", map))).Items()];

    // Nothing listens at this address: a dry run makes no requests.
    private static Task<CommandRun> PreviewAsync(string map, string file) => CommandRun.OfAsync(
        "import", CommandRun.FileOf("file.csv", file), "--program", "acme", "--profile", "csv", "--map", CommandRun.FileOf("map.json", map),
        "--dry-run", "--url", "http://127.0.0.1:1");
}
