using System.Globalization;
using System.Text;
using System.Text.Json;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.EndToEnd.Tests;

/// <summary>
/// A file of opening balances with bad rows, imported in one command: the bad rows are reported with line, column and reason, and importing
/// it again changes nothing. LEDGER_TEST_BALANCES says how many rows; 2,000 unless set.
/// </summary>
[NonParallelizable]
public sealed class OpeningBalancesTests
{
    private const string Map = """
        {
          "type": "OpeningBalance", "set": { "at": "2011-03-01T00:00:00Z" },
          "columns": { "accountId": "customer", "amount": "points", "earnedAt": "earned", "expiresAt": "until" }
        }
        """;

    private const string Policy = """
        "points": {
          "redeemOn": "future", "activation": { "on": "placed", "delayDays": 0 }, "expiry": { "afterMonths": 24, "at": "exact" }
        }
        """;

    private const string Times = "2011-03-08, 2011-03-08T10:00:00 or 2011-03-08T10:00:00Z";

    private static readonly int Rows =
        int.Parse(Environment.GetEnvironmentVariable("LEDGER_TEST_BALANCES") ?? "2000", CultureInfo.InvariantCulture);

    [Test]
    public async Task Good_rows_are_opened_once_and_bad_rows_are_reported_with_line_column_and_reason()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var instance = await Instance.StartAsync(database.ConnectionString);
        var shop = new Shop("moved");
        await instance.Service.Api.PublishAsync(shop.Document(Policy), "manual");
        var folder = Directory.CreateTempSubdirectory("ledger-balances-");
        try
        {
            var (file, map, report) = (In(folder, "balances.csv"), In(folder, "map.json"), In(folder, "report.json"));
            await File.WriteAllTextAsync(file, FileOf(Rows));
            await File.WriteAllTextAsync(map, Map);
            string[] import =
                ["import", file, "--profile", "csv", "--map", map, "--program", shop.Program, "--lanes", "16", "--report", report];

            var first = await instance.LedgerAsync(import);
            Assert.That(first.ExitCode, Is.EqualTo(1), "some rows are bad");
            await TestContext.Out.WriteLineAsync(first.Output);
            var bad = Enumerable.Range(1, Rows).Where(n => n % 100 == 0).ToList();
            var told = Read(report);
            Assert.That(told.GetProperty("recorded").GetInt64(), Is.EqualTo(Rows - bad.Count));
            Assert.That(told.GetProperty("rejected").GetInt64(), Is.EqualTo(bad.Count));
            Assert.That(told.GetProperty("problems").EnumerateArray().Select(Shown), Is.EqualTo(bad.Select(n => n % 300 == 0
                ? $"{n + 1} until already_expired expiresAt is 2011-02-01T00:00:00Z, which has passed."
                : n % 200 == 0 ? $"{n + 1} earned invalid_value '01/02/2011' is no time like {Times}."
                : $"{n + 1} points invalid_value 'ten' is no number with '.' before its fraction.")));
            var events = await instance.Log.CountAsync();

            var again = await instance.LedgerAsync(import);
            Assert.That(again.ExitCode, Is.EqualTo(1));
            Assert.That(Read(report).GetProperty("repeated").GetInt64(), Is.EqualTo(Rows - bad.Count));
            Assert.That(await instance.Log.CountAsync(), Is.EqualTo(events), "importing it again changes nothing");
            var balances = (await instance.ExportsAsync(shop.Program))["balances"].Split('\n')[1..^1];
            Assert.That(balances, Has.Length.EqualTo(Rows - bad.Count));
            var points = balances.Sum(row => long.Parse(row.Split(',')[4], CultureInfo.InvariantCulture));
            Assert.That(points, Is.EqualTo(Enumerable.Range(1, Rows).Except(bad).Sum(n => (long)n)));
            await instance.SucceedAsync("verify");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string FileOf(int rows)
    {
        var text = new StringBuilder("customer,points,earned,until\n");
        for (var n = 1; n <= rows; n++)
        {
            var (points, earned, until) = (n.ToString(CultureInfo.InvariantCulture), "2010-06-01", "2012-06-01");
            if (n % 300 == 0) until = "2011-02-01";
            else if (n % 200 == 0) earned = "01/02/2011";
            else if (n % 100 == 0) points = "ten";
            text.Append(CultureInfo.InvariantCulture, $"c{n},{points},{earned},{until}\n");
        }

        return text.ToString();
    }

    private static string In(DirectoryInfo folder, string name) => Path.Combine(folder.FullName, name);

    private static JsonElement Read(string report) => JsonElement.Parse(File.ReadAllText(report));

    private static string Shown(JsonElement problem) => string.Join(' ', new[] { "fact", "column", "code", "message" }
        .Select(name => problem.TryGetProperty(name, out var value) ? value.ToString() : "-"));
}
