using Ledger.Cli.Import;
using NUnit.Framework;

namespace Ledger.Cli.Tests;

/// <summary>Lanes: many facts are sent at once, but each account's facts in order.</summary>
internal sealed class LanesTests
{
    [TestCase(1)]
    [TestCase(4)]
    [TestCase(7)]
    public async Task An_accounts_facts_arrive_in_their_order(int lanes)
    {
        var random = new Random(20111209);
        var facts = Enumerable.Range(0, 5_000).Select(number => (Account: random.Next(50), Number: number)).ToList();
        var sender = new RecordingSender(new ChunkLimits(Facts: 13, Bytes: 200), async _ => await Task.Delay(random.Next(2)));

        await new Lanes(sender, lanes).SendAsync(
            new ListFeed([.. facts.Select(fact => (fact.Account, $"{fact.Account} {fact.Number}"))]), CancellationToken.None);

        Assert.That(sender.Facts, Has.Count.EqualTo(facts.Count));
        foreach (var account in sender.Facts.GroupBy(fact => fact.Split(' ')[0]))
        {
            Assert.That(account.Select(fact => int.Parse(fact.Split(' ')[1])), Is.Ordered, $"account {account.Key}");
        }
    }

    [Test]
    public async Task Several_lanes_are_under_way_at_once()
    {
        var sender = new RecordingSender(new ChunkLimits(Facts: 1, Bytes: 100), _ => Task.Delay(20));

        await new Lanes(sender, 4).SendAsync(
            new ListFeed([.. Enumerable.Range(0, 40).Select(number => (number, $"{number}"))]), CancellationToken.None);

        Assert.That(sender.UnderWayMax, Is.EqualTo(4));
    }

    [Test]
    public async Task After_a_fact_of_an_unknown_account_all_go_one_after_the_other()
    {
        var facts = Enumerable
            .Range(0, 200)
            .Select(number => (number == 100 ? IFactFeed.UnknownAccount : number % 9, $"{number}"))
            .ToList();
        var sender = new RecordingSender(new ChunkLimits(Facts: 3, Bytes: 100), async _ => await Task.Yield());

        await new Lanes(sender, 4).SendAsync(new ListFeed(facts), CancellationToken.None);

        var arrived = sender.Facts.Select(int.Parse).ToList();
        Assert.That(arrived.Take(100), Is.EquivalentTo(Enumerable.Range(0, 100)));
        Assert.That(arrived.Skip(100), Is.EqualTo(Enumerable.Range(100, 100)));
    }

    [Test]
    public async Task A_fact_for_every_account_comes_after_all_before_it_and_before_all_after_it()
    {
        var facts = Enumerable.Range(0, 200)
            .Select(number => (number % 50 == 49 ? IFactFeed.EveryAccount : number % 9, $"{number}")).ToList();
        var random = new Random(5);
        var sender = new RecordingSender(new ChunkLimits(Facts: 3, Bytes: 100), async _ => await Task.Delay(random.Next(3)));

        await new Lanes(sender, 4).SendAsync(new ListFeed(facts), CancellationToken.None);

        var arrived = sender.Facts.Select(int.Parse).ToList();
        for (var begin = 0; begin < 200; begin += 50)
        {
            Assert.That(arrived.Skip(begin).Take(49), Is.EquivalentTo(Enumerable.Range(begin, 49)));
            Assert.That(arrived[begin + 49], Is.EqualTo(begin + 49));
        }

        Assert.That(sender.UnderWayMax, Is.GreaterThan(1), "between them the lanes are used");
    }

    [Test]
    public void The_failure_of_one_lane_ends_all_and_is_what_is_told()
    {
        var sender = new RecordingSender(new ChunkLimits(Facts: 2, Bytes: 100), async facts =>
        {
            await Task.Delay(1);
            if (facts.Contains("777")) throw new CliFailure("The service said no.");
        });
        var facts = Enumerable.Range(0, 100_000).Select(number => (number % 11, $"{number}")).ToList();

        Assert.That(
            async () => await new Lanes(sender, 4).SendAsync(new ListFeed(facts), CancellationToken.None),
            Throws.TypeOf<CliFailure>().With.Message.EqualTo("The service said no."));
        Assert.That(sender.Facts, Has.Count.LessThan(10_000));
    }

    [Test]
    public void Stopping_stops()
    {
        using var stop = new CancellationTokenSource();
        var sender = new RecordingSender(new ChunkLimits(Facts: 2, Bytes: 100), async _ => await stop.CancelAsync());

        Assert.That(
            async () =>
                await new Lanes(sender, 4).SendAsync(
                    new ListFeed([.. Enumerable.Range(0, 1_000).Select(number => (number, "x"))]), stop.Token),
            Throws.InstanceOf<OperationCanceledException>());
    }
}
