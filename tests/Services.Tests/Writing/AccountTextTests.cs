using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Postings;
using Ledger.Domain.Versions;
using Ledger.Host.State;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Mechanics;
using NUnit.Framework;

namespace Ledger.Services.Tests.Writing;

/// <summary>An account comes back from its row as it went in: a member that writer or reader forgets is found, because every one of them is
/// set here.</summary>
public sealed class AccountTextTests
{
    private static readonly DateTimeOffset Noon = new(2011, 3, 8, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public void Everything_comes_back()
    {
        var account = Full();
        Assert.That(Unset(account), Is.EqualTo(new[] { nameof(Account.MergedInto) }), "set them here too");

        Assert.That(Text(Through(account)), Is.EqualTo(Text(account)));
    }

    [Test]
    public void An_account_that_was_merged_comes_back_and_keeps_no_measures_of_its_aliases()
    {
        var account = Full() with { MergedInto = "C9" };
        var expected = account with { Aliases = Table([new Alias("C2", "C1", new())], alias => alias.Id) };

        Assert.That(Text(Through(account)), Is.EqualTo(Text(expected)));
    }

    [Test]
    public void An_account_that_has_nothing_comes_back() =>
        Assert.That(Text(Through(new Account("acme", "C2"))), Is.EqualTo(Text(new Account("acme", "C2"))));

    [Test]
    public void What_is_nothing_takes_no_room()
    {
        var points = new Wallet(new WalletKey("account", Units.Points)) { Unheld = 7 };
        var account = new Account("acme", "C3") { Wallets = Table([points], wallet => wallet.Key) };

        Assert.That(Encoding.UTF8.GetString(AccountText.Of(account)), Does.Contain("""{"owner":"account","unit":"points","unheld":7}"""));
    }

    private static Account Through(Account account) =>
        AccountDocument.Read(account.Program, account.Id, Encoding.UTF8.GetString(AccountText.Of(account)));

    // As it is once it is merged, but for the aliases' measures, which a merged account keeps no longer.
    private static Account Full()
    {
        var (measures, own) = (new Measures(), new Measures());
        measures.Add("*", 24134, Exact.Parse("99.50"), 2);
        measures.Add("*", 24137, Exact.Parse("-1/7"), -1);
        measures.Add("goods@1", 24134, Exact.Parse($"{new string('9', 140)}"), 1);
        measures.Know("empty@2");
        measures.AddPoints(24134, 434);
        measures.AddPointsOfActivities(24135, 50);
        own.Add("*", 24134, Exact.One, 1);
        return new Account("acme", "C\u00e91\"")
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
            Measures = measures,
            Wallets = Table(
                [
                    new Wallet(new WalletKey("account", Units.Points))
                    {
                        Pending = 1,
                        Unheld = 2.5m,
                        Held = 3,
                        Arrears = 4,
                        Accrued = 5,
                        Reversed = 6,
                        Redeemed = 7,
                        Expired = 8,
                        Adjusted = -9,
                    },
                    new Wallet(new WalletKey("anna", Units.Cashback)) { Pending = 0.01m, Accrued = 0.01m },
                ],
                wallet => wallet.Key),
            Rebates = Table(
                [
                    new RebatePeriodState(Opened("2011-Q1")),
                    new RebatePeriodState(Opened("2010-Q4")) { Basis = Exact.Parse("1/3"), Amount = 39.29m },
                ], period => period.Key),
            Aliases = Table([new Alias("C2", "C1", own)], alias => alias.Id),
            Inherited = Table(
                [new RebatePeriodState(Opened("2010-Q3"), "C2") { Basis = Exact.Parse("12"), Amount = 1.20m }],
                period => new InheritedPeriod(period.ClosedBy!, period.Key)),
            Mechanics = MechanicsBook.Empty with
            {
                ActivitiesRecorded = 7,
                TermsBought = 2,
                Issued = MechanicsBook.Empty.Issued.Add("stamps", 3).Add("birth\"day", 1),
                Judged = new Judgement(["top", "old"], ["early"], "latent"),
            },
        };
    }

    private static VersionedTable<TKey, TRow> Table<TKey, TRow>(IEnumerable<TRow> rows, Func<TRow, TKey> keyOf)
        where TKey : notnull
        where TRow : class =>
        rows.Aggregate(VersionedTable.Empty<TKey, TRow>(), (table, row) => table.Set(keyOf(row), row));

    private static RebatePeriodOpened Opened(string period) =>
        new("quarterly", period, 2, 24132, 3, Noon.AddDays(-67), Noon.AddDays(23), "goods@1");

    // Lots, spending, activities, terms, grants and claims have tables of their own, and are not in the account's row.
    private static IEnumerable<PropertyInfo> Kept(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property =>
                property.GetIndexParameters().Length == 0
                && property.Name is not (nameof(Account.Lots) or nameof(Account.Spending))
                && (
                    type != typeof(MechanicsBook)
                    || property.Name
                        is nameof(MechanicsBook.ActivitiesRecorded)
                            or nameof(MechanicsBook.TermsBought)
                            or nameof(MechanicsBook.Issued)
                            or nameof(MechanicsBook.Judged)
                )
            );

    private static IEnumerable<string> Unset(Account account) =>
        from property in Kept(typeof(Account))
        let value = property.GetValue(account)
        where value is null or 0L or "" || Rows(value) is { Count: 0 } || (value is DateTimeOffset at && at == default)
        select property.Name;

    private static List<object>? Rows(object value) =>
        value.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(VersionedTable<,>)
            ? [.. ((IEnumerable)type.GetProperty("Values")!.GetValue(value)!).Cast<object>()]
            : null;

    // Everything that can be read of it, however deep.
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
