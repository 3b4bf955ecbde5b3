using System.Globalization;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections.Statements;

/// <summary>The statement as CSV has the numbers of the JSON statement, and more about every entry.</summary>
public sealed class StatementCsvTests : StatementFixture
{
    [Test]
    public async Task The_csv_statement_agrees_with_the_json_pages()
    {
        foreach (var (program, account) in await AccountsAsync())
        {
            var query = "from=2021-03-01&to=2021-12-01";
            var statement = await StatementAsync(program, account, $"{query}&limit=1000");
            var lines = (await CsvAsync(program, account, query)).Split('\n')[1..^1].Select(line => line.Split(',')).ToList();
            var byWallet = lines.GroupBy(line => $"{line[3]} {line[4]}").ToList();
            Assert.That(
                byWallet.Select(wallet => wallet.Key), Is.EqualTo(statement.GetProperty("wallets").EnumerateArray().Select(NameOf)));
            foreach (var wallet in byWallet)
            {
                var shown = statement.GetProperty("wallets").EnumerateArray().Single(one => NameOf(one) == wallet.Key);
                Assert.That((wallet.First()[5], wallet.Last()[5]), Is.EqualTo(("opening", "closing")));
                Assert.That(Numbers(wallet.First(), 11), Is.EqualTo(Amounts(shown.GetProperty("opening"))));
                Assert.That(Numbers(wallet.Last(), 11), Is.EqualTo(Amounts(shown.GetProperty("closing"))));
                Assert.That(
                    wallet.Skip(1).SkipLast(1).Select(line => long.Parse(line[0], CultureInfo.InvariantCulture)),
                    Is.EqualTo(Entries(statement).Where(entry => entry.Wallet == wallet.Key).Select(entry => entry.Sequence)));
            }
        }
    }

    [Test]
    public async Task The_csv_statement_has_causes_lots_and_components()
    {
        var lines = (await CsvAsync("small", "A", "from=2021-03-01&to=2021-04-01")).Split('\n');
        Assert.That(lines.Select(WithoutId), Is.EqualTo(new[]
        {
            "sequence,effectiveAt,recordedAt,owner,unit,type,amount,pendingChange,availableChange,heldChange,arrearsChange,"
            + "pending,available,held,arrears,"
            + "cause,source,orderId,returnId,command,rule,period,principal,reason,programVersion,lots,components,id",
            ",2021-03-01T00:00:00Z,,account,points,opening,,,,,,100,0,0,0,,,,,,,,,,,,,",
            "2,2021-03-06T10:00:00Z,R,account,points,points_activated,100,-100,100,0,0,0,100,0,0,due,,,,,,,,,1,1 pending>available 100,,",
            "3,2021-03-06T10:00:00Z,R,account,points,points_adjusted,-90,0,-90,0,0,0,10,0,0,command,,,,a1,,,tester,\"spent, "
            + "elsewhere\",1,1 available>adjustment 90,,",
            "4,2021-03-07T10:00:00Z,R,account,points,accrual_reversed,-10,0,-10,0,0,0,0,0,0,return,shop,1,back,,,,,,1,1 "
            + "available>issuance 10,,",
            "5,2021-03-07T10:00:00Z,R,account,points,arrears_opened,-40,0,-40,0,40,0,-40,0,40,return,shop,1,back,,,,,,1,1 "
            + "arrears>issuance 40,,",
            ",2021-03-31T23:00:00Z,,account,points,closing,,-100,-40,0,40,0,-40,0,40,,,,,,,,,,,,,",
            "",
        }));
    }

    private static Task<string> CsvAsync(string program, string account, string query) =>
        App.Client.GetStringAsync($"/v1/programs/{program}/accounts/{account}/statement.csv?{query}");

    private static decimal[] Numbers(string[] line, int first) =>
        [.. line[first..(first + 4)].Select(text => decimal.Parse(text, CultureInfo.InvariantCulture))];

    // The last field is an id, the third the time of this run.
    private static string WithoutId(string line)
    {
        if (line.Length == 0 || line.StartsWith("sequence", StringComparison.Ordinal)) return line;
        var fields = line[..(line.LastIndexOf(',') + 1)].Split(',');
        if (fields[2].Length > 0) fields[2] = "R";
        return string.Join(',', fields);
    }
}
