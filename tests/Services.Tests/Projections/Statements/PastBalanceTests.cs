using System.Text.Json;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections.Statements;

/// <summary>Balances of the past over a log that a real ledger wrote.</summary>
public sealed class PastBalanceTests : StatementFixture
{
    [Test]
    public async Task A_balance_of_the_past_agrees_with_the_entries_until_then()
    {
        foreach (var (program, account) in await AccountsAsync())
        {
            var path = $"/v1/programs/{program}/accounts/{account}";
            var now = (await App.GetAsync($"{path}/balance")).GetProperty("wallets");
            Assert.That(
                (await PastAsync("effectiveAsOf=9999-12-31T23:59:59Z")).GetRawText(), Is.EqualTo(now.GetRawText()), "all that is known");
            Assert.That(
                (await PastAsync("effectiveAsOf=2000-01-01T00:00:00Z&recordedAsOf=9999-01-01T00:00:00Z")).GetArrayLength(), Is.Zero);
            var all = (await App.GetAsync($"{path}/entries?limit=1000")).GetProperty("entries").EnumerateArray().ToList();
            foreach (var one in all.Where((_, n) => n % 61 == 0))
            {
                foreach (var (parameter, member) in new[] { ("effectiveAsOf", "effectiveAt"), ("recordedAsOf", "recordedAt") })
                {
                    var at = one.GetProperty(member).GetDateTimeOffset();
                    var last = all.Where(entry => entry.GetProperty(member).GetDateTimeOffset() <= at)
                        .GroupBy(NameOf)
                        .ToDictionary(wallet => wallet.Key, wallet => Amounts(wallet.Last().GetProperty("balance")));
                    var wallets = (await PastAsync($"{parameter}={one.GetProperty(member).GetString()}")).EnumerateArray().ToList();
                    Assert.That(wallets.ToDictionary(NameOf, Amounts), Is.EquivalentTo(last), $"{path} {parameter} {at:O}");
                    Assert.That(wallets, Has.All.Matches<JsonElement>(wallet =>
                        Of(wallet, "accrued")
                            - Of(wallet, "reversed")
                            - Of(wallet, "redeemed")
                            - Of(wallet, "expired")
                            + Of(wallet, "adjusted")
                        == Of(wallet, "pending") + Of(wallet, "available") + Of(wallet, "held")));
                }
            }

            async Task<JsonElement> PastAsync(string query) => (await App.GetAsync($"{path}/balance?{query}")).GetProperty("wallets");
        }

        static decimal Of(JsonElement wallet, string name) => wallet.GetProperty(name).GetDecimal();
    }
}
