using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Spending;
using Ledger.Host.State;
using Ledger.Rules.Domain;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Postings;
using NUnit.Framework;

namespace Ledger.Services.Tests.Writing;

/// <summary>
/// A row is read back from its table as it was written, also one that an earlier build wrote; a row that this build does not know is
/// refused.
/// </summary>
public sealed class StateShapesTests
{
    [Test]
    public void Everything_comes_back()
    {
        var account = StateSamples.Full();
        Assert.That(Unset(account), Is.EqualTo(new[] { nameof(Account.MergedInto) }), "set them here too");

        Assert.That(Text(Through(account)), Is.EqualTo(Text(account)));
    }

    [Test]
    public void An_account_that_was_merged_comes_back_and_keeps_no_measures_of_its_aliases()
    {
        var account = StateSamples.Full() with { MergedInto = "C9" };
        var expected = account with { Aliases = StateSamples.Table([new Alias("C2", "C1", new())], alias => alias.Id) };

        Assert.That(Text(Through(account)), Is.EqualTo(Text(expected)));
        Assert.That(AccountShape.Account.Differences(Through(account), account), Is.Empty);
    }

    [Test]
    public void An_account_that_has_nothing_comes_back() =>
        Assert.That(Text(Through(new Account("acme", "C2"))), Is.EqualTo(Text(new Account("acme", "C2"))));

    [Test]
    public void What_is_nothing_takes_no_room()
    {
        var points = new Wallet(new WalletKey("account", Units.Points), new WalletTotals { Unheld = 7 });
        var account = new Account("acme", "C3") { Wallets = StateSamples.Table([points], wallet => wallet.Key) };

        Assert.That(AccountShape.Account.Text(account), Does.Contain("""{"owner":"account","unit":"points","unheld":7}"""));
    }

    // Existing databases hold these texts, which were written before there were row definitions.
    [Test]
    public void Rows_are_stored_as_they_always_were()
    {
        var path = Path.Combine(TestContext.CurrentContext.TestDirectory, "stored-rows.ndjson");

        Assert.That(File.ReadAllLines(path), Is.EqualTo((string[])
        [
            AccountShape.Account.Text(StateSamples.Full()),
            AccountShape.Account.Text(StateSamples.Full() with { MergedInto = "C9" }),
            AccountShape.Account.Text(new Account("acme", "C2")),
            SpendingKind.HoldShape.Text(StateSamples.FullHold),
            SpendingKind.HoldShape.Text(new Hold("h2", new WalletKey("account", Units.Fund), null, Hold.Never, 8)),
            SpendingKind.RedemptionShape.Text(StateSamples.FullRedemption),
            SpendingKind.RedemptionShape.Text(new Redemption("r2", new WalletKey("account", Units.Cashback), null, null, 10)),
            .. Rows(StateSamples.Held()).Select(row => row.State),
        ]));
    }

    [Test]
    public void A_state_comes_back_by_its_name()
    {
        foreach (var row in Rows(StateSamples.Held()))
        {
            var account = AccountShape.Empty("acme", "C1");
            SpendingKind.Of(row.Key.Kind).Load(account, row);
            Assert.That(Rows(account), Is.EqualTo(new[] { row }));
        }
    }

    [TestCase("adjustment", "awaiting_approval")]
    [TestCase("voucher", "used")]
    [TestCase("grant", "granted")]
    [TestCase("claim", "requested")]
    public void A_row_in_a_state_that_there_is_not_is_not_read(string kind, string state)
    {
        var row = Rows(StateSamples.Held()).Single(row => row.Key.Kind == kind);
        var unknown = row with { State = row.State.Replace($"\"{state}\"", "\"lost\"", StringComparison.Ordinal) };

        Assert.That(
            () => SpendingKind.Of(kind).Load(AccountShape.Empty("acme", "C1"), unknown),
            Throws.TypeOf<UnknownNameException>().With.Message.Contains("lost"));
    }

    [TestCase("""{"loyalty":"true","loyalty":"true"}""", "twice")]
    [TestCase("""{"loyalty":"true","grade":1}""", "no member grade")]
    [TestCase("""{"segments":[]}""", "loyalty is missing")]
    [TestCase("""["true"]""", "object")]
    public void A_row_that_is_another_builds_is_not_read(string json, string why) => Assert.That(
        () => AccountShape.Judged.Read(Encoding.UTF8.GetBytes(json), Judgement.Nothing), Throws.Exception.Message.Contains(why));

    private static Account Through(Account account) =>
        AccountShape.Read(account.Program, account.Id, AccountShape.Account.Bytes(account));

    private static List<SpendingRow> Rows(Account account)
    {
        var rows = new List<SpendingRow>();
        foreach (var kind in SpendingKind.All) kind.AddChanged(account, since: null, rows);
        return rows;
    }

    // Lots, spending, activities, terms, grants and claims have tables of their own, and are not in the account's row.
    private static IEnumerable<PropertyInfo> Kept(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property =>
                property.GetIndexParameters().Length == 0
                && property.Name is not (nameof(Account.Lots) or nameof(Account.Spending))
                && (
                    type != typeof(AccountMechanics)
                    || property.Name
                        is nameof(AccountMechanics.ActivitiesRecorded)
                            or nameof(AccountMechanics.TermsBought)
                            or nameof(AccountMechanics.Issued)
                            or nameof(AccountMechanics.Judged)
                )
            );

    private static IEnumerable<string> Unset(Account account) =>
        from property in Kept(typeof(Account))
        let value = property.GetValue(account)
        where value is null or 0L or "" || Rows(value) is { Count: 0 } || (value is DateTimeOffset at && at == default)
        select property.Name;

    private static List<object>? Rows(object value) =>
        StateSamples.IsTable(value.GetType())
            ? [.. ((IEnumerable)value.GetType().GetProperty("Values")!.GetValue(value)!).Cast<object>()]
            : null;

    // All public properties of a value as text, recursively.
    private static string Text(object? value) => value switch
    {
        null => "-",
        string or decimal or Exact or Enum or bool => $"{value}",
        DateTimeOffset at => at.UtcDateTime.ToString("O"),
        long or int => $"{value}",
        Measures measures => $"{string.Join(',', measures.Scopes)}: {string.Join(", ", measures.Cells)} points "
            + $"{string.Join(", ", measures.PointMonths)} of activities {string.Join(", ", measures.PointMonthsOfActivities)}",
        _ when Rows(value) is { } rows => string.Join("; ", rows.Select(Text)),
        IEnumerable list => string.Join("; ", list.Cast<object>().Select(Text)),
        _ => $"{{ {string.Join(", ", Kept(value.GetType()).Select(property => $"{property.Name} = {Text(property.GetValue(value))}"))} }}"
                + $"{(value is ITuple ? $"{value}" : "")}",
    };
}
