using System.Collections.Immutable;
using System.Data;
using System.Reflection;
using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Contests;
using Ledger.Domain.Spending;
using Ledger.Domain.Versions;
using Ledger.Host.State;
using Ledger.Host.State.Shapes;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Postings;
using NUnit.Framework;
using Npgsql;

namespace Ledger.Services.Tests.Writing;

/// <summary>
/// Rows that differ in a member are told apart. Every member of every record is changed here, so the tests find a member that a row's
/// definition forgets.
/// </summary>
public sealed class StateMembersTests
{
    private static readonly string[] TablesOfTheirOwn =
    [
        nameof(Account.Lots), nameof(Account.Spending), nameof(AccountMechanics.Activities), nameof(AccountMechanics.Terms),
        nameof(AccountMechanics.Grants), nameof(AccountMechanics.Claims),
    ];

    [Test]
    public void Every_member_of_an_account_is_kept_and_compared() =>
        IsWhole(AccountShape.Account, StateSamples.Full(), AccountShape.Empty("acme", "C\u00e91\""),
            [nameof(Account.Program), nameof(Account.Id), .. TablesOfTheirOwn]);

    [Test]
    public void Every_member_of_a_wallet_is_kept_and_compared() =>
        IsWhole(AccountShape.Wallet, StateSamples.Full().Wallets.Values.First(), new Wallet(default, default));

    [Test]
    public void Every_member_of_a_rebate_period_is_kept_and_compared() =>
        IsWhole(AccountShape.Period, StateSamples.Full().Inherited.Values.First(), new RebatePeriodState(StateSamples.Opened("")));

    [Test]
    public void Every_member_of_a_judgement_is_kept_and_compared() =>
        IsWhole(AccountShape.Judged, StateSamples.Full().Mechanics.Judged, Judgement.Nothing);

    [Test]
    public void Every_member_of_a_hold_is_kept_and_compared() =>
        IsWhole(SpendingKind.HoldShape, StateSamples.FullHold, new Hold("h1", default, null, default, 0), nameof(Hold.Id));

    [Test]
    public void Every_member_of_a_redemption_is_kept_and_compared() =>
        IsWhole(
            SpendingKind.RedemptionShape, StateSamples.FullRedemption, new Redemption("r1", default, null, null, 0), nameof(Redemption.Id));

    [Test]
    public void Every_table_of_an_account_is_of_a_kind_that_is_saved()
    {
        var tables = new[] { typeof(AccountSpending), typeof(AccountMechanics) }.SelectMany(type => type.GetProperties())
            .Select(property => property.PropertyType).Where(StateSamples.IsTable).Select(type => type.GenericTypeArguments[1]);

        Assert.That(SpendingKind.All.Select(kind => kind.GetType().GenericTypeArguments[0]), Is.EquivalentTo(tables));
    }

    [Test]
    public void Every_member_of_a_lot_is_kept_and_compared() => IsWhole(
        LotStateTable.Shape,
        new Lot(7, new WalletKey("anna", Units.Points), "shop/1", "quarterly/2011-Q1", StateSamples.Noon.AddDays(9))
        {
            ActivatesAt = StateSamples.Noon,
            Pending = 1,
            Unheld = 2.50m,
            Held = 3,
            Spent = 4,
            Expired = 5,
            Owed = 6,
            Waived = 7,
            ExtendedTo = StateSamples.Noon.AddDays(30),
            Fund = "mdf",
            NoticedAt = StateSamples.Noon.AddDays(1),
        });

    [Test]
    public void Every_member_of_a_row_of_what_was_spent_is_kept_and_compared() => IsWhole(
        SpendingTable.Shape, new SpendingRow(new SpendingKey("acme", "hold", "h1"), "C1", "1", "shop/1", true));

    [Test]
    public void Every_member_of_an_order_of_contests_is_kept_and_compared() => IsWhole(
        ContestTable.Shape,
        new ContestOrder("acme", "C1", new OrderTally("shop/1", StateSamples.Noon, 24134, ["*", "goods@1"], ["*"], true)));

    [Test]
    public void Every_member_of_a_rewards_stock_is_kept_and_compared() =>
        IsWhole(RewardTable.Shape, new RewardStock("acme", "mug") { StreamVersion = 7, Taken = 5 });

    [Test]
    public void Every_member_of_a_command_is_kept_and_compared() =>
        IsWhole(CommandTable.Shape, new CommandRow("acme", "k1", "hash", "C1", "1"));

    private static void IsWhole<T>(JsonShape<T> shape, T row, T empty, params string[] elsewhere)
        where T : class
    {
        foreach (var (member, changed) in Changed(row, elsewhere))
        {
            var back = shape.Read(shape.Bytes((T)changed), empty);
            Assert.That(shape.Differences(row, (T)changed), Is.Not.Empty, member);
            Assert.That(shape.Differences(back, (T)changed), Is.Empty, member);
            Assert.That(shape.Differences(back, row), Is.Not.Empty, member);
        }
    }

    private static void IsWhole<T>(TableShape<T> shape, T row)
        where T : class
    {
        foreach (var (member, changed) in Changed(row, []))
        {
            Assert.That(shape.Differences(row, (T)changed), Is.Not.Empty, member);
            using var reader = Stored(shape, (T)changed);
            Assert.That(shape.Differences(shape.Read(reader), (T)changed), Is.Empty, member);
            Assert.That(shape.Differences(reader, 0, row), Is.Not.Empty, member);
        }
    }

    // The row as the database would return it.
    private static DataTableReader Stored<T>(TableShape<T> shape, T row)
    {
        var command = new NpgsqlBatchCommand();
        shape.AddTo(command, [row]);
        var values = command.Parameters.Select(parameter => ((Array)parameter.Value!).GetValue(0)).ToArray();
        using var table = new DataTable();
        for (var i = 0; i < values.Length; i++)
        {
            if (shape.Columns("").Split(", ")[i] is ".spends" or ".counts") values[i] = ((string)values[i]!).Split('\n');
            table.Columns.Add($"{i}", values[i]?.GetType() ?? typeof(string));
        }

        table.Rows.Add(values);
        var reader = table.CreateDataReader();
        reader.Read();
        return reader;
    }

    // The row with one member changed, for each member and each nested member.
    private static IEnumerable<(string Member, object Row)> Changed(object row, string[] elsewhere) =>
        from property in row.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.SetMethod is not null && !elsewhere.Contains(property.Name)
        from other in Others(property.GetValue(row), property.PropertyType, elsewhere)
        select (property.Name + other.Member, With(row, property, other.Value));

    private static object With(object row, PropertyInfo property, object? value)
    {
        var copy = typeof(object).GetMethod("MemberwiseClone", BindingFlags.NonPublic | BindingFlags.Instance)!.Invoke(row, null)!;
        property.SetValue(copy, value);
        return copy;
    }

    private static IEnumerable<(string Member, object? Value)> Others(object? value, Type type, string[] elsewhere)
    {
        switch (value)
        {
            case null when type == typeof(string): return [("", "x")];
            case null: return [("", type == typeof(DateTimeOffset?) ? StateSamples.Noon : throw Unknown(type))];
            case string text when text == "1": return [("", "2")];
            case string text: return [("", $"{text}x")];
            case long number: return [("", number + 1)];
            case int number: return [("", number + 1)];
            case decimal amount: return [("", amount + 1)];
            case bool flag: return [("", !flag)];
            case Exact exact: return [("", exact + Exact.One), ("", null)];
            case DateTimeOffset at when type == typeof(DateTimeOffset?): return [("", at.AddSeconds(1)), ("", null)];
            case DateTimeOffset at: return [("", at.AddSeconds(1))];
            case IReadOnlyList<string> texts: return [("", (string[])[.. texts, "x"])];
            case IReadOnlyList<LotShare> shares: return [("", (LotShare[])[.. shares, new LotShare(9, 1)])];
            case IReadOnlyList<Allocation> parts: return [("", (Allocation[])[.. parts, new Allocation(9, 1, 0)])];
            case ImmutableSortedDictionary<string, long> counts: return [("", counts.Clear())];
            case Measures measures:
                return
                [
                    ("", Other(measures, one => one.Know("new@1"))), ("", Other(measures, one => one.Add("*", 24134, Exact.One, 0))),
                    (".Points", Other(measures, one => one.AddPoints(24134, 1))),
                    (".PointsOfActivities", Other(measures, one => one.AddPointsOfActivities(24134, 1))),
                ];
            case VersionedTable<string, Alias> aliases:
                return
                [
                    ("", new VersionedTable<string, Alias>()),
                    (".Into", StateSamples.Table(aliases.Values.Select(a => a with { Into = "x" }), a => a.Id)),
                    (".Measures", StateSamples.Table(
                        aliases.Values.Select(a => a with { Measures = Other(a.Measures, one => one.Know("x@1")) }), a => a.Id)),
                ];
            default:
                return StateSamples.IsTable(type) ? [("", Activator.CreateInstance(type, [null]))]
                    : Changed(value, elsewhere).Select(other => ($".{other.Member}", (object?)other.Row));
        }
    }

    private static Measures Other(Measures measures, Action<Measures> change)
    {
        var other = measures.Clone();
        change(other);
        return other;
    }

    private static InvalidOperationException Unknown(Type type) => new($"Set a {type.Name} here.");
}
