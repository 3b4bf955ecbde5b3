using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Domain;
using Ledger.Domain.Accounts;
using Ledger.Domain.Orders;
using Ledger.Rules.Domain.Postings;
using NUnit.Framework;

namespace Ledger.DomainTests.Ledger;

/// <summary>Whatever happened to two accounts before, a merge neither creates nor loses value (domain.md §4 merge).</summary>
public sealed class MergeLawsTests
{
    private const int Seeds = 150;
    private static readonly string[] Names = ["A", "B", "C"];

    [Test]
    public void The_sum_of_balances_is_the_same_after_a_merge() => ForEachSeed((random, ledger) =>
    {
        Live(random, ledger, 40);
        var at = Latest(ledger).AddHours(random.Next(200));
        foreach (var name in Names) ledger.Sweep(name, at);
        var before = Totals(ledger);

        var end = ledger.Merge("A", "B", at);

        Assert.That(end.Outcome.Kind, Is.EqualTo(OutcomeKind.Recorded), end.Outcome.Message);
        Assert.That(Totals(ledger), Is.EqualTo(before));
        Assert.That(
            ledger.Account("A").Wallets.Values.Select(wallet => wallet.Totals),
            Has.All.Matches<WalletTotals>(wallet => (wallet.Pending, wallet.Unheld, wallet.Held, wallet.Arrears) == (0, 0, 0, 0)));
        foreach (var wallet in ledger.Account("B").Wallets.Values.Select(wallet => wallet.Totals))
        {
            Assert.That(wallet.Arrears == 0 || wallet.Unheld == 0, "what is owed is paid by what is there");
        }
    });

    [Test]
    public void Every_entry_is_in_its_place_and_the_books_sum_to_zero() => ForEachSeed((random, ledger) =>
    {
        LiveAndMerge(random, ledger);
        foreach (var name in Names) Audit(ledger, name);
    });

    [Test]
    public void What_the_log_says_of_an_account_is_what_it_is() => ForEachSeed((random, ledger) =>
    {
        LiveAndMerge(random, ledger);
        foreach (var name in Names)
        {
            var rebuilt = new Account(LedgerInMemory.ProgramId, name);
            foreach (var happened in ledger.Events.OfType<IAccountEvent>().Where(one => one.AccountId == name))
            {
                rebuilt = Evolve.Account(rebuilt, happened);
            }
            Assert.That(Shown(rebuilt), Is.EqualTo(Shown(ledger.Account(name))));
        }
    });

    [Test]
    public void When_every_order_is_cancelled_nothing_counts_for_anybody() => ForEachSeed((random, ledger) =>
    {
        LiveAndMerge(random, ledger);
        var end = Latest(ledger).AddYears(2);
        foreach (var name in Names) ledger.Sweep(name, end);
        foreach (var order in ledger.Events.OfType<OrderRecorded>().ToList())
        {
            ledger.Take(new OrderCancelled(LedgerInMemory.ProgramId, "shop", order.OrderId, end));
        }

        foreach (var name in Names)
        {
            var account = ledger.Account(name);
            Assert.That(account.Measures.Cells.Where(cell => !cell.Measure.Net.IsZero), Is.Empty);
            Assert.That(account
                    .Rebates.Values.Concat(account.Inherited.Values)
                    .Where(period => period.Basis is { IsZero: false } || period.Amount != 0)
                    .Select(period => period.LotKey), Is.Empty);
        }
    });

    [Test]
    public void Closed_periods_and_measures_add_up_after_merges() => ForEachSeed((random, ledger) =>
    {
        LiveAndMerge(random, ledger);
        foreach (var name in Names.Where(name => ledger.Account(name).MergedInto is null))
        {
            ledger.Sweep(name, Latest(ledger).AddYears(2));
            var account = ledger.Account(name);
            foreach (var month in account.Rebates.Values.Concat(account.Inherited.Values).GroupBy(period => period.Key))
            {
                var first = month.First();
                var counted = month.Aggregate(Exact.Zero, (sum, period) => sum + period.Basis!.Value);
                Assert.That(
                    counted, Is.EqualTo(account.Measures.Spend(first.Opened.Scope, first.Months)),
                    $"{first.Key}: each order counts in one period");
            }

            Assert.That(
                account.Orders,
                Is.EqualTo(ledger.Events.OfType<OrderRecorded>().Count(order => ledger.Survivor(order.AccountId) == account)));
        }
    });

    [Test]
    public void The_histories_have_what_the_laws_are_about()
    {
        var events = new List<ILedgerEvent>();
        ForEachSeed((random, ledger) =>
        {
            LiveAndMerge(random, ledger);
            events.AddRange(ledger.Events);
        });
        var holdings = events.OfType<HoldingsMoved>().ToList();
        Assert.Multiple(() =>
        {
            Assert.That(
                events.OfType<RebateComputed>().Count(one => one.ClosedBy is not null), Is.GreaterThan(50),
                "changes of periods that an alias closed");
            Assert.That(events.OfType<StandingMoved>().Count(one => one.Aliases.Count > 1), Is.GreaterThan(20), "chains");
            Assert.That(events.OfType<StandingMoved>().Count(one => one.OpenPeriods.Count > 0 && one.Tier is not null), Is.GreaterThan(20));
            Assert.That(holdings.SelectMany(one => one.Holds).Count(hold => hold.Lots.Count > 0), Is.GreaterThan(20), "open holds");
            Assert.That(holdings.SelectMany(one => one.Redemptions).Count(), Is.GreaterThan(20));
            Assert.That(holdings.SelectMany(one => one.Lots).Count(lot => lot.Owed > 0 || lot.Waived > 0), Is.GreaterThan(20));
            Assert.That(
                events.OfType<PointsMerged>().SelectMany(one => one.Moves).Select(move => move.From).Distinct(),
                Is.SupersetOf(new[] { Books.Pending, Books.Available, Books.Held, Books.Arrears }));
            Assert.That(
                events.OfType<ArrearsCleared>().Count(one => one.Cause.Command?.StartsWith("merge", StringComparison.Ordinal) == true),
                Is.GreaterThan(5));
        });
    }

    /// <summary>A random history of three accounts with two merges, with facts and commands before, between and after them.</summary>
    internal static void LiveAndMerge(RandomLedger random, LedgerInMemory ledger)
    {
        Live(random, ledger, 25);
        ledger.Merge("A", "B");
        Live(random, ledger, 25);
        if (random.Next(2) == 0) ledger.Merge("B", "C");
        else ledger.Merge("C", "A");
        Live(random, ledger, 25);
    }

    // Facts and commands name any account, including ones that have become aliases.
    private static void Live(RandomLedger random, LedgerInMemory ledger, int count)
    {
        foreach (var fact in random.History(count))
        {
            var named = fact is OrderPlaced placed && random.Next(4) == 0 && placed.Revision == 1 ? placed with { AccountId = "C" } : fact;
            ledger.Take(named);
            if (random.Next(3) == 0) ReturnSome(random, ledger);
            if (random.Next(3) > 0) continue;
            var (name, key) = (Names[random.Next(3)], $"k{ledger.Events.Count}");
            var available = ledger.Survivor(name).Wallet(new WalletKey("account", "points")).Available;
            if (available < 1) continue;
            ledger.Do(new HoldPoints(
                    LedgerInMemory.ProgramId, key, name, 1 + random.Next(10_000),
                    random.Next(2) == 0 ? decimal.Floor(available) : 1 + random.Next((int)available)), name);
            if (random.Next(2) == 0) ledger.Do(new CaptureHold(LedgerInMemory.ProgramId, key + "c", key), name);
            if (random.Next(3) == 0) ledger.Do(new ReverseRedemption(LedgerInMemory.ProgramId, key + "r", key + "c", 1), name);
        }

        foreach (var name in Names.Where(name => !ledger.Account(name).IsKnown)) ledger.Take(random.Order(Latest(ledger), name));
    }

    // Returns parts of any order, including orders whose account has become an alias and whose periods are long closed.
    private static void ReturnSome(RandomLedger random, LedgerInMemory ledger)
    {
        var orders = ledger.Events.OfType<OrderRecorded>().ToList();
        if (orders.Count == 0) return;
        var order = orders[random.Next(orders.Count)];
        var line = order.Lines[random.Next(order.Lines.Count)];
        ledger.Take(new OrderReturned(
                LedgerInMemory.ProgramId, "shop", order.OrderId, $"x{ledger.Events.Count}", Latest(ledger),
                [new ReturnedLine(line.LineId, line.Quantity)]));
    }

    private static void Audit(LedgerInMemory ledger, string account)
    {
        var (sequence, wallets) = (0L, new Dictionary<WalletKey, WalletTotals>());
        foreach (var entry in ledger.Events.OfType<Movement>().Where(entry => entry.AccountId == account))
        {
            Assert.That(entry.Sequence, Is.EqualTo(++sequence), "entries are numbered without gaps");
            var key = new WalletKey(entry.Owner, entry.Unit);
            var wallet = wallets.GetValueOrDefault(key);
            wallets[key] = wallet = wallet.After(entry.Moves);
            Assert.That(entry.Moves, Has.All.Matches<LotMove>(move => move.Amount > 0 && move.From != move.To));
            Assert.That(entry.Balance, Is.EqualTo(new BalanceAfter(wallet.Pending, wallet.Available, wallet.Held, wallet.Arrears)));
            Assert.That(
                wallet.Accrued - wallet.Reversed - wallet.Redeemed - wallet.Expired + wallet.Adjusted,
                Is.EqualTo(wallet.Pending + wallet.Available + wallet.Held), "lifetime totals and balance agree");
        }

        foreach (var (key, wallet) in wallets)
        {
            var lots = ledger.Account(account).Lots.All.Where(lot => lot.Wallet == key).ToList();
            Assert.That(
                (lots.Sum(lot => lot.Pending), lots.Sum(lot => lot.Unheld), lots.Sum(lot => lot.Held)),
                Is.EqualTo((wallet.Pending, wallet.Unheld, wallet.Held)), "lots and wallet agree");
        }

        var transfers = ledger.Events.OfType<PointsMerged>().GroupBy(entry => (entry.MergeId, entry.Owner, entry.Unit));
        Assert.That(
            transfers, Has.All.Matches<IEnumerable<PointsMerged>>(pair => pair.Count() == 2 && pair.Sum(entry => entry.Amount) == 0),
            "what leaves arrives");
    }

    private static string Shown(Account account) => string.Join('\n', [
        $"{account.Clock:O} {account.Entries} {account.LotsOpened} {account.Orders} {account.FirstOrderAt:O} {account.Tier} "
        + $"{account.TierSince:O} {account.GraceUntil:O} {account.ReviewedAt:O} {account.MergedInto}",
        .. account.Measures.Cells.Select(cell => $"{cell.Scope} {cell.Measure}"),
        .. account.Aliases.Values.SelectMany(alias => alias.Measures.Cells.Select(cell => $"{alias.Id} {cell.Scope} {cell.Measure}")),
                .. account.Measures.PointMonths.Select(month => $"{month}"),
        .. account
            .Wallets.Values.Where(wallet => wallet.Totals.Accrued + wallet.Totals.Adjusted != 0)
            .Select(wallet => $"{wallet.Key} {wallet.Totals.ToBalance()} {wallet.Totals.Adjusted}"),
        .. account.Rebates.Values.Concat(account.Inherited.Values).Select(period => $"{period.LotKey} {period.Basis} {period.Amount}"),
        .. account.Lots.All.OrderBy(lot => lot.Number).Select(lot =>
            $"{lot.Number} {lot.Wallet} {lot.Order} {lot.Rebate} {lot.ActivatesAt:O} {lot.ExpiresAt:O}"
                    + $" {lot.Pending} {lot.Unheld} {lot.Held} {lot.Spent} {lot.Expired} {lot.Owed} {lot.Waived}"),
        .. account
            .Spending.Holds.Values.OrderBy(hold => hold.Id, StringComparer.Ordinal)
            .Select(hold => $"{hold.Id} {hold.State} {hold.Number} {string.Join(',', hold.Lots)}"),
        .. account
            .Spending.Redemptions.Values.OrderBy(one => one.Id, StringComparer.Ordinal)
            .Select(one => $"{one.Id} {one.Number} {string.Join(',', one.Lots)}"),
        string.Join(',', account.Aliases.Values.Select(alias => $"{alias.Id} {alias.Into}"))]);

    private static string Totals(LedgerInMemory ledger) => string.Join('\n', Names.SelectMany(name => ledger.Account(name).Wallets.Values)
        .GroupBy(wallet => (wallet.Key.Unit, wallet.Key.Owner), wallet => wallet.Totals).OrderBy(group => group.Key)
        .Select(group =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{group.Key} {group.Sum(w => w.Pending):G29} {group.Sum(w => w.Available):G29} {group.Sum(w => w.Held):G29}")));

    private static DateTimeOffset Latest(LedgerInMemory ledger) =>
        Names.Select(name => ledger.Account(name).Clock).Max() is var clock && clock > DateTimeOffset.MinValue
            ? clock
            : new DateTimeOffset(2011, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static void ForEachSeed(Action<RandomLedger, LedgerInMemory> law)
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            try
            {
                var random = new RandomLedger(seed);
                law(random, new LedgerInMemory(random.Program(withTime: true)));
            }
            catch (Exception failure) when (failure is not SuccessException)
            {
                throw new AssertionException($"With seed {seed.ToString(CultureInfo.InvariantCulture)}: {failure.Message}", failure);
            }
        }
    }
}
