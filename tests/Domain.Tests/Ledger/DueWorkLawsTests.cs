using System.Globalization;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Orders;
using Ledger.Rules.Domain.Postings;
using NUnit.Framework;

namespace Ledger.DomainTests.Ledger;

/// <summary>
/// Results are a function of the recorded facts in their sequence (domain.md §4): running jobs and repeated facts change nothing.
/// </summary>
public sealed class DueWorkLawsTests
{
    private const int Seeds = 100;
    private const int Facts = 60;

    [Test]
    public void Due_work_does_not_depend_on_how_often_a_job_ran() => ForEachSeed((law, document, facts) =>
        {
            var quiet = new LedgerInMemory(document);
            var busy = new LedgerInMemory(document);
            foreach (var fact in facts)
            {
                // A job never runs for a time later than the account's facts.
                var outcome = quiet.Take(fact);
                var account = AccountOf(busy, fact);
                for (
                    var runs =
                        account is null || outcome.Kind is not (OutcomeKind.Recorded or OutcomeKind.Superseded) ? 0 : law.Next(4);
                    runs > 0;
                    runs--
                )
                {
                    busy.Sweep(account!, OrderFacts.TimeOf(fact).AddHours(-law.Next(2) * law.Next(2000)));
                }

                Assert.That(busy.Take(fact), Is.EqualTo(outcome));
            }

            var end = new DateTimeOffset(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);
            foreach (var account in new[] { "A", "B" })
            {
                for (var at = end.AddYears(-3); at < end; at = at.AddHours(1 + law.Next(4000)))
                    busy.Sweep(account, Latest(busy, account) > at ? Latest(busy, account) : at);
                busy.Sweep(account, end);
                quiet.Sweep(account, end);
            }

            foreach (var account in new[] { "A", "B" })
                Assert.That(Story(busy, account), Is.EqualTo(Story(quiet, account)));
        });

    [Test]
    public void Every_fact_twice_is_every_fact_once() => ForEachSeed((law, document, facts) =>
    {
        var once = new LedgerInMemory(document);
        var twice = new LedgerInMemory(document);
        once.TakeAll(facts);
        for (var n = 0; n < facts.Count; n++)
        {
            twice.Take(facts[n]);
            if (law.Next(2) == 0) twice.Take(facts[n]);
        }

        foreach (var account in new[] { "A", "B" }) Assert.That(Story(twice, account), Is.EqualTo(Story(once, account)));
    });

    [Test]
    public void Balances_are_the_sum_of_their_entries_at_every_step() => ForEachSeed((_, document, facts) =>
    {
        var ledger = new LedgerInMemory(document);
        ledger.TakeAll(facts);
        foreach (var account in new[] { "A", "B" })
        {
            ledger.Sweep(account, new DateTimeOffset(2014, 1, 1, 0, 0, 0, TimeSpan.Zero));
            var sequence = 0L;
            var wallets = new Dictionary<WalletKey, WalletTotals>();
            foreach (var entry in ledger.Events.OfType<Movement>().Where(entry => entry.AccountId == account))
            {
                Assert.That(entry.Sequence, Is.EqualTo(++sequence), "entries are numbered without gaps");
                var key = new WalletKey(entry.Owner, entry.Unit);
                var wallet = wallets.GetValueOrDefault(key);
                foreach (var move in entry.Moves)
                {
                    Assert.That(move.Amount, Is.GreaterThan(0m));
                }

                wallets[key] = wallet = wallet.After(entry.Moves);

                Assert.That(entry.Balance, Is.EqualTo(new BalanceAfter(wallet.Pending, wallet.Available, wallet.Held, wallet.Arrears)));
                Assert.That(wallet.Pending, Is.GreaterThanOrEqualTo(0m));
                Assert.That(wallet.Unheld, Is.GreaterThanOrEqualTo(0m));
                Assert.That(
                    wallet.Accrued - wallet.Reversed - wallet.Redeemed - wallet.Expired + wallet.Adjusted,
                    Is.EqualTo(wallet.Pending + wallet.Available + wallet.Held), "lifetime totals and balance agree");
            }

            foreach (var (key, wallet) in wallets)
            {
                var lots = ledger.Account(account).Lots.All.Where(lot => lot.Wallet == key).ToList();
                Assert.That(
                    (lots.Sum(lot => lot.Pending), lots.Sum(lot => lot.Unheld)), Is.EqualTo((wallet.Pending, wallet.Unheld)),
                    "lots and wallet agree");
            }
        }
    });

    private static void ForEachSeed(Action<RandomLedger, string, List<IOrderFact>> law)
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            try
            {
                var random = new RandomLedger(seed);
                var document = random.Program(withTime: true);
                law(random, document, random.History(Facts));
            }
            catch (Exception failure) when (failure is not SuccessException)
            {
                throw new AssertionException($"With seed {seed.ToString(CultureInfo.InvariantCulture)}: {failure.Message}", failure);
            }
        }
    }

    private static string? AccountOf(LedgerInMemory ledger, IOrderFact fact) =>
        ledger.Order(fact.OrderId).Snapshot?.AccountId ?? (fact as OrderPlaced)?.AccountId;

    private static DateTimeOffset Latest(LedgerInMemory ledger, string account) => ledger.Account(account).Clock;

    // The account's own events in their order: what a reader of its log would see.
    private static string Story(LedgerInMemory ledger, string account) => string.Join(
        '\n', ledger
                .Events.OfType<IAccountEvent>()
                .Where(one => one.AccountId == account)
                .Select(one => one.GetType().Name + " " + JsonSerializer.Serialize(one, one.GetType(), Wire.Options)));
}
