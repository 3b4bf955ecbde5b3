using System.Collections;
using System.Collections.Immutable;
using System.Data;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Contests;
using Ledger.Domain.Spending;
using Ledger.Domain.Versions;
using Ledger.Host.State;
using Ledger.Host.State.Shapes;
using Ledger.Rules.Domain;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.States;
using NUnit.Framework;
using Npgsql;

namespace Ledger.Services.Tests.Writing;

/// <summary>
/// A row is read back from its table as it was written, and differing rows are told apart. Every member of every record is changed here, so
/// the tests find a member that a row's definition forgets.
/// </summary>
public sealed class StateShapesTests
{
    private static readonly DateTimeOffset Noon = new(2011, 3, 8, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] TablesOfTheirOwn =
    [
        nameof(Account.Lots), nameof(Account.Spending), nameof(MechanicsBook.Activities), nameof(MechanicsBook.Terms),
        nameof(MechanicsBook.Grants), nameof(MechanicsBook.Claims),
    ];

    private static Hold FullHold { get; } = new("h1", new WalletKey("anna", Units.Points), "shop/1+\"\u00e9", Noon.AddTicks(1234560), 7)
    {
        State = HoldState.Captured,
        PartnerId = "p1",
        Lots = [new LotShare(3, 2.50m), new LotShare(4, 7)],
    };

    private static Redemption FullRedemption { get; } = new("r1", new WalletKey("anna", Units.Points), "shop/1", "mug", 9)
    {
        PartnerId = "p1",
        OrderNet = Exact.Parse("1/7"),
        Lots = [new Allocation(3, 2.50m, 0), new Allocation(4, 7, 1.0m)],
    };

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
        Assert.That(AccountShape.Account.Differences(Through(account), account), Is.Empty);
    }

    [Test]
    public void An_account_that_has_nothing_comes_back() =>
        Assert.That(Text(Through(new Account("acme", "C2"))), Is.EqualTo(Text(new Account("acme", "C2"))));

    [Test]
    public void What_is_nothing_takes_no_room()
    {
        var points = new Wallet(new WalletKey("account", Units.Points), new WalletTotals { Unheld = 7 });
        var account = new Account("acme", "C3") { Wallets = Table([points], wallet => wallet.Key) };

        Assert.That(AccountShape.Account.Text(account), Does.Contain("""{"owner":"account","unit":"points","unheld":7}"""));
    }

    // Existing databases hold these texts, which were written before there were row definitions.
    [Test]
    public void Rows_are_stored_as_they_always_were()
    {
        var path = Path.Combine(TestContext.CurrentContext.TestDirectory, "stored-rows.ndjson");

        Assert.That(File.ReadAllLines(path), Is.EqualTo((string[])
        [
            AccountShape.Account.Text(Full()),
            AccountShape.Account.Text(Full() with { MergedInto = "C9" }),
            AccountShape.Account.Text(new Account("acme", "C2")),
            SpendingKind.HoldShape.Text(FullHold),
            SpendingKind.HoldShape.Text(new Hold("h2", new WalletKey("account", Units.Fund), null, Hold.Never, 8)),
            SpendingKind.RedemptionShape.Text(FullRedemption),
            SpendingKind.RedemptionShape.Text(new Redemption("r2", new WalletKey("account", Units.Cashback), null, null, 10)),
            .. Rows(Held()).Select(row => row.State),
        ]));
    }

    [Test]
    public void A_state_comes_back_by_its_name()
    {
        foreach (var row in Rows(Held()))
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
        var row = Rows(Held()).Single(row => row.Key.Kind == kind);
        var unknown = row with { State = row.State.Replace($"\"{state}\"", "\"lost\"", StringComparison.Ordinal) };

        Assert.That(
            () => SpendingKind.Of(kind).Load(AccountShape.Empty("acme", "C1"), unknown),
            Throws.TypeOf<UnknownNameException>().With.Message.Contains("lost"));
    }

    [Test]
    public void Every_member_of_an_account_is_kept_and_compared() =>
        IsWhole(AccountShape.Account, Full(), AccountShape.Empty("acme", "C\u00e91\""),
            [nameof(Account.Program), nameof(Account.Id), .. TablesOfTheirOwn]);

    [Test]
    public void Every_member_of_a_wallet_is_kept_and_compared() =>
        IsWhole(AccountShape.Wallet, Full().Wallets.Values.First(), new Wallet(default, default));

    [Test]
    public void Every_member_of_a_rebate_period_is_kept_and_compared() =>
        IsWhole(AccountShape.Period, Full().Inherited.Values.First(), new RebatePeriodState(Opened("")));

    [Test]
    public void Every_member_of_a_judgement_is_kept_and_compared() =>
        IsWhole(AccountShape.Judged, Full().Mechanics.Judged, Judgement.Nothing);

    [Test]
    public void Every_member_of_a_hold_is_kept_and_compared() =>
        IsWhole(SpendingKind.HoldShape, FullHold, new Hold("h1", default, null, default, 0), nameof(Hold.Id));

    [Test]
    public void Every_member_of_a_redemption_is_kept_and_compared() =>
        IsWhole(SpendingKind.RedemptionShape, FullRedemption, new Redemption("r1", default, null, null, 0), nameof(Redemption.Id));

    [Test]
    public void Every_table_of_an_account_is_of_a_kind_that_is_saved()
    {
        var tables = new[] { typeof(SpendBook), typeof(MechanicsBook) }.SelectMany(type => type.GetProperties())
            .Select(property => property.PropertyType).Where(IsTable).Select(type => type.GenericTypeArguments[1]);

        Assert.That(SpendingKind.All.Select(kind => kind.GetType().GenericTypeArguments[0]), Is.EquivalentTo(tables));
    }

    [Test]
    public void Every_member_of_a_lot_is_kept_and_compared() => IsWhole(
        LotStateTable.Shape,
        new Lot(7, new WalletKey("anna", Units.Points), "shop/1", "quarterly/2011-Q1", Noon.AddDays(9))
        {
            ActivatesAt = Noon,
            Pending = 1,
            Unheld = 2.50m,
            Held = 3,
            Spent = 4,
            Expired = 5,
            Owed = 6,
            Waived = 7,
            ExtendedTo = Noon.AddDays(30),
            Fund = "mdf",
            NoticedAt = Noon.AddDays(1),
        });

    [Test]
    public void Every_member_of_a_row_of_what_was_spent_is_kept_and_compared() => IsWhole(
        SpendingTable.Shape, new SpendingRow(new SpendingKey("acme", "hold", "h1"), "C1", "1", "shop/1", true));

    [Test]
    public void Every_member_of_an_order_of_contests_is_kept_and_compared() => IsWhole(
        ContestTable.Shape, new ContestOrder("acme", "C1", new OrderTally("shop/1", Noon, 24134, ["*", "goods@1"], ["*"], true)));

    [Test]
    public void Every_member_of_a_rewards_stock_is_kept_and_compared() =>
        IsWhole(RewardTable.Shape, new RewardStock("acme", "mug") { StreamVersion = 7, Taken = 5 });

    [Test]
    public void Every_member_of_a_command_is_kept_and_compared() =>
        IsWhole(CommandTable.Shape, new CommandRow("acme", "k1", "hash", "C1", "1"));

    [TestCase("""{"loyalty":"true","loyalty":"true"}""", "twice")]
    [TestCase("""{"loyalty":"true","grade":1}""", "no member grade")]
    [TestCase("""{"segments":[]}""", "loyalty is missing")]
    [TestCase("""["true"]""", "object")]
    public void A_row_that_is_another_builds_is_not_read(string json, string why) => Assert.That(
        () => AccountShape.Judged.Read(Encoding.UTF8.GetBytes(json), Judgement.Nothing), Throws.Exception.Message.Contains(why));

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
            case null: return [("", type == typeof(string) ? "x" : type == typeof(DateTimeOffset?) ? Noon : throw Unknown(type))];
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
                    (".Into", Table(aliases.Values.Select(a => a with { Into = "x" }), a => a.Id)),
                    (".Measures", Table(
                        aliases.Values.Select(a => a with { Measures = Other(a.Measures, one => one.Know("x@1")) }), a => a.Id)),
                ];
            default:
                return IsTable(type) ? [("", Activator.CreateInstance(type, [null]))]
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

    private static bool IsTable(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VersionedTable<,>);

    private static Account Through(Account account) =>
        AccountShape.Read(account.Program, account.Id, AccountShape.Account.Bytes(account));

    // The rows of records that are kept as they are.
    private static Account Held()
    {
        var account = new Account("acme", "C1");
        return account with
        {
            Spending = account.Spending
                .Set(new Adjustment("j1", new WalletKey("anna", Units.Points), -7, "typo", "ann", Noon, AdjustmentState.AwaitingApproval))
                .Set(new Voucher("V1", "r1", 2.50m, Noon.AddDays(9), VoucherState.Used)),
            Mechanics = account.Mechanics with
            {
                Grants = Table([new Grant("stamp-C1-1", "stamp", 1, "mug", GrantState.Granted)], grant => grant.Id),
                Claims = Table(
                    [new Claim("c1", "mdf", 4, "fair", [new ClaimProof("bill", "ff")], "spring", "ann", Noon, ClaimState.Requested)],
                    claim => claim.Id),
            },
        };
    }

    private static List<SpendingRow> Rows(Account account)
    {
        var rows = new List<SpendingRow>();
        foreach (var kind in SpendingKind.All) kind.AddChanged(account, since: null, rows);
        return rows;
    }

    // An account with every member set, as after a merge; it has no aliases' measures, because a merged account does not keep them.
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
                    new Wallet(new WalletKey("account", Units.Points), new WalletTotals
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
                    }),
                    new Wallet(new WalletKey("anna", Units.Cashback), new WalletTotals { Pending = 0.01m, Accrued = 0.01m }),
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
                Judged = new Judgement(["top", "old"], ["early"], LoyaltyKind.Latent),
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
        IsTable(value.GetType())
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
