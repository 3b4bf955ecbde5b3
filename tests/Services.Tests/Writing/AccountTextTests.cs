using System.Collections;
using System.Reflection;
using System.Text;
using Ledger.Contracts.V1;
using Ledger.Ledger.Domain;
using Ledger.Ledger.Host;
using NUnit.Framework;

namespace Ledger.Services.Tests.Writing;

/// <summary>An account comes back from its row as it went in: a member that writer or reader forgets is found, because every one of them is set here.</summary>
public sealed class AccountTextTests
{
    private static readonly DateTimeOffset Noon = new(2011, 3, 8, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public void Everything_comes_back()
    {
        var account = Full();
        Assert.That(Unset(account), Is.Empty, "set them here too");

        Assert.That(Text(Through(account)), Is.EqualTo(Text(account)));
    }

    [Test]
    public void An_account_that_has_nothing_comes_back() => Assert.That(Text(Through(new Account("acme", "C2"))), Is.EqualTo(Text(new Account("acme", "C2"))));

    [Test]
    public void What_is_nothing_takes_no_room()
    {
        var account = new Account("acme", "C3");
        account.Wallet(new WalletKey("account", Units.Points)).Restore(0, 7, 0, 0, 0, 0, 0, 0, 0);

        Assert.That(Encoding.UTF8.GetString(AccountText.Of(account)), Does.Contain("""{"owner":"account","unit":"points","unheld":7}"""));
    }

    private static Account Through(Account account) => AccountDocument.Read(account.Program, account.Id, Encoding.UTF8.GetString(AccountText.Of(account)));

    private static Account Full()
    {
        var account = new Account("acme", "C\u00e91\"")
        {
            StreamVersion = 12,
            Clock = Noon.AddTicks(1234560),
            Entries = 9,
            LotsOpened = 4,
            Orders = 3,
            FirstOrderAt = Noon.AddDays(-40),
            Tier = "silver",
            TierSince = Noon.AddDays(-30),
            GraceUntil = Noon.AddDays(30),
            ReviewedAt = Noon.AddDays(-8),
            MergedInto = "C9",
        };
        account.Measures.Add("*", 24134, Exact.Parse("99.50"), 2);
        account.Measures.Add("*", 24137, Exact.Parse("-1/7"), -1);
        account.Measures.Add("goods@1", 24134, Exact.Parse($"{new string('9', 140)}"), 1);
        account.Measures.Know("empty@2");
        account.Measures.AddPoints(24134, 434);
        account.Wallet(new WalletKey("account", Units.Points)).Restore(1, 2.5m, 3, 4, 5, 6, 7, 8, -9);
        account.Wallet(new WalletKey("anna", Units.Cashback)).Restore(0.01m, 0, 0, 0, 0.01m, 0, 0, 0, 0);
        Add(account, "2011-Q1", basis: null, amount: 0);
        Add(account, "2010-Q4", basis: "1/3", amount: 39.29m);
        account.Aliases.Add("C2", "C1");
        account.Inherited.Add(("C2", "quarterly/2010-Q3"), new RebatePeriodState(Opened("2010-Q3"), "C2") { Basis = Exact.Parse("12"), Amount = 1.20m });
        account.AliasMeasures["C2"] = new();
        account.AliasMeasures["C2"].Add("*", 24134, Exact.One, 1);
        return account;
    }

    private static void Add(Account account, string period, string? basis, decimal amount)
    {
        var state = new RebatePeriodState(Opened(period)) { Basis = basis is null ? null : Exact.Parse(basis), Amount = amount };
        account.Rebates.Add(state.Key, state);
    }

    private static RebatePeriodOpened Opened(string period) => new("quarterly", period, 2, 24132, 3, Noon.AddDays(-67), Noon.AddDays(23), "goods@1");

    // Lots and spending have tables of their own, and are not in the account's row.
    private static IEnumerable<PropertyInfo> Kept(Type type) => type.GetProperties().Where(property => property.Name is not (nameof(Account.Lots) or nameof(Account.Spending)) && property.GetIndexParameters().Length == 0);

    private static IEnumerable<string> Unset(Account account) =>
        from property in Kept(typeof(Account))
        let value = property.GetValue(account)
        where value is null or 0L or "" or ICollection { Count: 0 } || (value is DateTimeOffset at && at == default)
        select property.Name;

    // Everything that can be read of it, however deep.
    private static string Text(object? value) => value switch
    {
        null => "-",
        string or decimal or Exact or Enum or bool => $"{value}",
        DateTimeOffset at => at.UtcDateTime.ToString("O"),
        long or int => $"{value}",
        global::Ledger.Rules.Domain.Measures measures => $"{string.Join(',', measures.Scopes)}: {string.Join(", ", measures.Cells)} points {string.Join(", ", measures.PointMonths)}",
        IDictionary pairs => string.Join("; ", pairs.Keys.Cast<object>().Select(key => $"{Text(key)} → {Text(pairs[key])}")),
        _ => $"{{ {string.Join(", ", Kept(value.GetType()).Select(property => $"{property.Name} = {Text(property.GetValue(value))}"))} }}{(value is System.Runtime.CompilerServices.ITuple ? $"{value}" : "")}",
    };
}
