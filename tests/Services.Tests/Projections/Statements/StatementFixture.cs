using System.Text.Json;

namespace Ledger.Services.Tests.Projections.Statements;

/// <summary>Tests that read statements of the shared log.</summary>
public abstract class StatementFixture
{
    private static readonly string[] Fields = ["pending", "available", "held", "arrears"];

    private protected static ProjectionsApp App => StatementSample.App;

    protected static async Task<List<(string Program, string Account)>> AccountsAsync()
    {
        var accounts = new List<(string, string)>();
        foreach (var program in new[] { "acme", "spent", "small" })
        {
            var list = await App.GetAsync($"/v1/programs/{program}/accounts");
            accounts.AddRange(
                list.GetProperty("accounts").EnumerateArray().Select(one => (program, one.GetProperty("accountId").GetString()!)));
        }

        return accounts;
    }

    protected static Task<JsonElement> StatementAsync(string program, string account, string query) =>
        App.GetAsync($"/v1/programs/{program}/accounts/{account}/statement?{query}");

    protected static List<Entry> Entries(JsonElement answer) =>
        [.. answer.GetProperty("entries").EnumerateArray().Select(entry => new Entry(
            entry.GetProperty("sequence").GetInt64(), NameOf(entry), entry.GetProperty("effectiveAt").GetDateTimeOffset(),
            Amounts(entry.GetProperty("balance")), entry.TryGetProperty("change", out var change) ? Amounts(change) : []))];

    protected static string NameOf(JsonElement wallet) =>
        $"{wallet.GetProperty("owner").GetString()} {wallet.GetProperty("unit").GetString()}";

    protected static decimal[] Amounts(JsonElement balance) => [.. Fields.Select(field => balance.GetProperty(field).GetDecimal())];

    protected sealed record Entry(long Sequence, string Wallet, DateTimeOffset EffectiveAt, decimal[] Balance, decimal[] Change);
}
