using Ledger.Rules.Domain.Mechanics;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Mechanics;

/// <summary>Winners of a draw: what a script in another language gave for the same salt and chain (mechanics.md §9).</summary>
[TestFixture]
public sealed class DrawRulesTests
{
    private static readonly byte[] Salt = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly byte[] Chain = [.. Enumerable.Range(100, 32).Select(i => (byte)i)];

    [TestCase(0, 3, new int[0])]
    [TestCase(1, 3, new[] { 0 })]
    [TestCase(5, 3, new[] { 2, 4, 1 })]
    [TestCase(5, 9, new[] { 2, 4, 1, 3, 0 }, Description = "Until no one is left.")]
    [TestCase(1000, 6, new[] { 937, 90, 260, 924, 457, 169 })]
    [TestCase(123_457, 5, new[] { 66_185, 7_683, 92_934, 75_997, 10_896 })]
    public void Winners_follow_from_salt_and_chain_alone(int candidates, int prizes, int[] winners) =>
        Assert.That(DrawRules.Winners(DrawRules.Seed(Salt, Chain), candidates, prizes), Is.EqualTo(winners));

    [Test]
    public void Hashes_are_those_that_everybody_computes()
    {
        Assert.That(Convert.ToHexStringLower(DrawRules.Seed(Salt, Chain)),
            Is.EqualTo("bd2a1f6a1c7be24cd4a6ddb5d2094bd7dd2e0f8ea1c7c069c33e4505f523b5dc"));
        Assert.That(Convert.ToHexStringLower(DrawRules.SaltHash(Salt)),
            Is.EqualTo("630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd"));
        Assert.That(Convert.ToHexStringLower(DrawRules.CandidatesHash(["a", "b", "c"])),
            Is.EqualTo("ea7fb08b7a2dc4619ffb7c7bb38d95a2047935fa165d71b12efd3852a2e6d0cc"), "joined by LF");
        Assert.That(Convert.ToHexStringLower(DrawRules.CandidatesHash([])),
            Is.EqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    }

    [Test]
    public void Nobody_wins_twice_and_everybody_wins_where_there_is_enough()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var (salt, candidates) = (new byte[DrawRules.SaltLength], random.Next(1, 200));
            random.NextBytes(salt);
            var winners = DrawRules.Winners(DrawRules.Seed(salt, Chain), candidates, candidates + random.Next(3));
            Assert.That(winners.Order(), Is.EqualTo(Enumerable.Range(0, candidates)), $"seed {seed}");
            Assert.That(DrawRules.Winners(DrawRules.Seed(salt, Chain), candidates, 1), Is.EqualTo(winners.Take(1)),
                "More prizes change no earlier winner.");
        }
    }

    [Test]
    public void Every_candidate_is_as_likely_as_any()
    {
        var wins = new int[7];
        var salt = new byte[DrawRules.SaltLength];
        for (var n = 0; n < 7_000; n++)
        {
            BitConverter.TryWriteBytes(salt, n);
            wins[DrawRules.Winners(DrawRules.Seed(salt, Chain), wins.Length, 1)[0]]++;
        }

        Assert.That(wins, Is.All.InRange(870, 1_130), "1,000 each, by more than four standard deviations");
    }
}
