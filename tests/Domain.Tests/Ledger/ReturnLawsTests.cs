using System.Globalization;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain.Orders;
using NUnit.Framework;

namespace Ledger.DomainTests.Ledger;

/// <summary>Laws of returns that hold for every program and order (domain.md §4), checked on random programs and orders.</summary>
public sealed class ReturnLawsTests
{
    private const int Seeds = 200;
    private static readonly DateTimeOffset Start = new(2011, 3, 1, 9, 30, 0, TimeSpan.Zero);

    [Test]
    public void Any_partial_returns_end_like_one_full_return() => ForEachSeed(law =>
    {
        var document = law.Program(withTime: false);
        var (before, order, after) = Facts(law);
        var whole = new LedgerInMemory(document);
        var parts = new LedgerInMemory(document);
        foreach (var ledger in new[] { whole, parts }) ledger.TakeAll([.. before, order, .. after]);

        var at = Start.AddDays(40);
        var all = new OrderReturned(
            order.Program, order.Source, order.OrderId, "all", at,
            [.. order.Lines.Select(line => new ReturnedLine(line.LineId, line.Quantity))]);
        Assert.That(whole.Take(all), Is.EqualTo(Outcome.Recorded));
        foreach (var part in law.ReturnInParts(order, at)) Assert.That(parts.Take(part), Is.EqualTo(Outcome.Recorded));

        Assert.That(Text(parts.Order(order.OrderId).Evaluation), Is.EqualTo(Text(whole.Order(order.OrderId).Evaluation)));
        Assert.That(Posted(parts), Is.EqualTo(Posted(whole)), "nothing was spent, activated or expired between");
        Assert.That(Measured(parts), Is.EqualTo(Measured(whole)));
    });

    [Test]
    public void Partial_returns_of_a_part_end_like_one_return_of_that_part() => ForEachSeed(law =>
    {
        var document = law.Program(withTime: false);
        var (before, order, after) = Facts(law);
        var once = new LedgerInMemory(document);
        var parts = new LedgerInMemory(document);
        foreach (var ledger in new[] { once, parts }) ledger.TakeAll([.. before, order, .. after]);

        var at = Start.AddDays(40);
        var returns = law.ReturnInParts(order, at).ToList();
        var some = returns.Take(law.Next(returns.Count) + 1).ToList();
        foreach (var part in some) parts.Take(part);
        var sum = some.SelectMany(part => part.Lines)
            .GroupBy(line => line.LineId)
            .Select(lines => new ReturnedLine(lines.Key, lines.Sum(line => line.Quantity)))
            .ToList();
        once.Take(new OrderReturned(order.Program, order.Source, order.OrderId, "sum", at, sum));

        Assert.That(Text(parts.Order(order.OrderId).Evaluation), Is.EqualTo(Text(once.Order(order.OrderId).Evaluation)));
        Assert.That(Posted(parts), Is.EqualTo(Posted(once)));
        Assert.That(Measured(parts), Is.EqualTo(Measured(once)));
    });

    [Test]
    public void A_cancellation_ends_like_the_return_of_everything() => ForEachSeed(law =>
    {
        var document = law.Program(withTime: false);
        var (before, order, after) = Facts(law);
        var cancelled = new LedgerInMemory(document);
        var returned = new LedgerInMemory(document);
        foreach (var ledger in new[] { cancelled, returned }) ledger.TakeAll([.. before, order, .. after]);

        var returns = law.ReturnInParts(order, Start.AddDays(40)).ToList();
        foreach (var part in returns) returned.Take(part);
        foreach (var part in returns.Take(law.Next(returns.Count))) cancelled.Take(part);
        Assert.That(
            cancelled.Take(new OrderCancelled(order.Program, order.Source, order.OrderId, Start.AddDays(40))),
            Is.EqualTo(Outcome.Recorded));

        Assert.That(Text(cancelled.Order(order.OrderId).Evaluation), Is.EqualTo(Text(returned.Order(order.OrderId).Evaluation)));
        Assert.That(Posted(cancelled), Is.EqualTo(Posted(returned)));
    });

    [Test]
    public void A_full_return_leaves_nothing_of_the_order() => ForEachSeed(law =>
    {
        var document = law.Program(withTime: false);
        var (before, order, _) = Facts(law);
        var ledger = new LedgerInMemory(document);
        ledger.TakeAll(before);
        var wallets = Posted(ledger);
        var spend = Spend(ledger);

        ledger.Take(order);
        foreach (var part in law.ReturnInParts(order, Start.AddDays(40))) ledger.Take(part);

        var evaluation = ledger.Order(order.OrderId).Evaluation!;
        Assert.That(evaluation.Gross.IsZero && evaluation.Net.IsZero && evaluation.Stated.IsZero, Is.True);
        Assert.That((evaluation.Entitled, evaluation.Variance, evaluation.Points), Is.EqualTo((0m, 0m, 0L)));
        Assert.That(evaluation.Owners, Is.Empty);
        Assert.That(evaluation.Lines, Is.Empty);
        Assert.That(evaluation.Measures.Points, Is.Zero);
        Assert.That(evaluation.Measures.Scopes.Where(scope => !scope.Net.IsZero), Is.Empty);
        Assert.That(Posted(ledger), Is.EqualTo(wallets));
        Assert.That(Spend(ledger), Is.EqualTo(spend));
        Assert.That(ledger.Account(order.AccountId).Lots.OfOrder($"shop/{order.OrderId}").Where(lot => lot.IsOpen), Is.Empty);
    });

    [Test]
    public void A_return_that_comes_twice_is_there_once() => ForEachSeed(law =>
    {
        var ledger = new LedgerInMemory(law.Program(withTime: false));
        var (before, order, _) = Facts(law);
        ledger.TakeAll([.. before, order]);
        var returns = law.ReturnInParts(order, Start.AddDays(40)).ToList();
        foreach (var part in returns) ledger.Take(part);
        var events = ledger.Events.Count;

        foreach (var part in returns) Assert.That(ledger.Take(part), Is.EqualTo(Outcome.Repeated));
        Assert.That(ledger.Take(order), Is.EqualTo(Outcome.Repeated));
        Assert.That(ledger.Events, Has.Count.EqualTo(events));
    });

    /// <summary>Runs a law for every seed; a failure names its seed.</summary>
    private static void ForEachSeed(Action<RandomLedger> law)
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            try
            {
                law(new RandomLedger(seed));
            }
            catch (Exception failure) when (failure is not SuccessException)
            {
                throw new AssertionException($"With seed {seed.ToString(CultureInfo.InvariantCulture)}: {failure.Message}", failure);
            }
        }
    }

    private static (List<IOrderFact> Before, OrderPlaced Order, List<IOrderFact> After) Facts(RandomLedger law)
    {
        var before = Enumerable.Range(0, law.Next(4)).Select(n => (IOrderFact)law.Order(Start.AddDays(n), "A")).ToList();
        var order = law.Order(Start.AddDays(5), "A");
        return (before, order, [.. Enumerable.Range(0, law.Next(3)).Select(n => (IOrderFact)law.Order(Start.AddDays(6 + n), "A"))]);
    }

    private static string Text(OrderEvaluation? evaluation) => JsonSerializer.Serialize(evaluation, Wire.Options);

    /// <summary>The contents of every wallet, with credits and reversals netted.</summary>
    private static string Posted(LedgerInMemory ledger) => string.Join('\n', ledger.Account("A").Wallets.Values
        .Select(wallet => (wallet.Key, Has: wallet.Totals))
        .Where(one => one.Has.Accrued != 0 && (one.Has.InLots, one.Has.Arrears) != (default, 0))
        .OrderBy(one => one.Key.Owner, StringComparer.Ordinal).ThenBy(one => one.Key.Unit, StringComparer.Ordinal)
        .Select(one => string.Create(
            CultureInfo.InvariantCulture, $"{one.Key.Owner} {one.Key.Unit} {one.Has.Pending:G29} {one.Has.Unheld:G29} "
                + $"{one.Has.Held:G29} {one.Has.Arrears:G29} {one.Has.Accrued - one.Has.Reversed:G29}")));

    private static string Measured(LedgerInMemory ledger) =>
        Spend(ledger) + "\n" + string.Join('\n', ledger
                .Account("A")
                .Measures.Cells.Select(cell => $"{cell.Scope} {cell.Measure.Month} {cell.Measure.Orders}")
                .Order(StringComparer.Ordinal));

    private static string Spend(LedgerInMemory ledger) => string.Join('\n', ledger
            .Account("A")
            .Measures.Cells.Where(cell => !cell.Measure.Net.IsZero)
            .Select(cell => $"{cell.Scope} {cell.Measure.Month} {cell.Measure.Net}")
            .Order(StringComparer.Ordinal));
}
