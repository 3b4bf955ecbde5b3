using System.Numerics;
using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Numbers;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Numbers;

/// <summary>Shares sum to the total, and the odd units go where they should (domain.md §4.2).</summary>
[TestFixture]
public sealed class LargestRemainderTests
{
    [TestCase(10, new[] { "1", "1", "1" }, new long[] { 4, 3, 3 }, TestName = "Ties go in line order")]
    [TestCase(10, new[] { "1", "2", "1" }, new long[] { 3, 5, 2 }, TestName = "Equal remainders, the earlier line first")]
    [TestCase(10, new[] { "0", "1", "2" }, new long[] { 0, 3, 7 }, TestName = "The larger remainder first; nothing for no weight")]
    [TestCase(1, new[] { "0.1", "0.3", "0.2" }, new long[] { 0, 1, 0 }, TestName = "One unit goes to the largest")]
    [TestCase(7, new[] { "1/3", "1/7", "1/5" }, new long[] { 3, 2, 2 }, TestName = "Odd fractions")]
    [TestCase(0, new[] { "0", "0" }, new long[] { 0, 0 }, TestName = "Nothing to share")]
    [TestCase(5, new[] { "3" }, new long[] { 5 }, TestName = "One line takes all")]
    [TestCase(long.MaxValue, new[] { "1", "1" }, new[] { 4611686018427387904, 4611686018427387903 }, TestName = "As much as there can be")]
    public void Points_are_shared(long total, string[] weights, long[] expected) =>
        Assert.That(LargestRemainder.Share(total, [.. weights.Select(Exact.Parse)]), Is.EqualTo(expected));

    [Test]
    public void Money_is_shared_in_minor_units()
    {
        Exact[] weights = [1, 1, 1];
        Assert.That(LargestRemainder.Share(0.10m, 2, weights), Is.EqualTo(new[] { 0.04m, 0.03m, 0.03m }));
        Assert.That(LargestRemainder.Share(100m, 0, weights), Is.EqualTo(new[] { 34m, 33m, 33m }));
        Assert.That(LargestRemainder.Share(42949672.97m, 2, weights).Sum(), Is.EqualTo(42949672.97m));
        Assert.That(LargestRemainder.Share(79228162514264337593543950.335m, 3, weights).Sum(), Is.EqualTo(79228162514264337593543950.335m));
    }

    [Test]
    public void Something_without_any_weight_cannot_be_shared()
    {
        Assert.Throws<ArgumentException>(() => LargestRemainder.Share(1, [Exact.Zero]));
        Assert.Throws<ArgumentException>(() => LargestRemainder.Share(1, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => LargestRemainder.Share(-1, [Exact.One]));
        Assert.Throws<ArgumentOutOfRangeException>(() => LargestRemainder.Share(1, [Exact.One, -Exact.One]));
    }

    [Test]
    public void Shares_sum_to_the_total_and_follow_the_definition([Values(21, 22, 23)] int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 1_500; i++)
        {
            var weights = new Exact[random.Next(1, 40)];
            for (var w = 0; w < weights.Length; w++) weights[w] = Weight(random);
            if (weights.All(weight => weight.IsZero)) weights[0] = 1;
            var total = random.NextInt64(0, 1L << random.Next(1, 62));
            var shares = LargestRemainder.Share(total, weights);
            Assert.That(shares, Is.EqualTo(ByDefinition(total, weights)), $"seed {seed}, round {i}");
            Assert.That(
                shares.Aggregate(BigInteger.Zero, (sum, share) => sum + share), Is.EqualTo((BigInteger)total), $"seed {seed}, round {i}");
        }
    }

    [Test]
    public void Many_lines_are_shared_like_few()
    {
        var random = new Random(31);
        var weights = Enumerable.Range(0, 10_000).Select(_ => (Exact)random.Next(0, 5)).ToArray();
        Assert.That(LargestRemainder.Share(1_234_567, weights), Is.EqualTo(ByDefinition(1_234_567, weights)));
    }

    private static long[] ByDefinition(long total, Exact[] weights)
    {
        var sum = weights.Aggregate(Exact.Zero, (a, b) => a + b);
        var quotas = weights.Select(weight => weight * total / sum).ToArray();
        var shares = quotas.Select(quota => (long)quota.Floor()).ToArray();
        var left = (int)(total - shares.Sum());
        foreach (var i in Enumerable.Range(0, weights.Length).OrderByDescending(i => quotas[i] - shares[i]).ThenBy(i => i).Take(left))
        {
            shares[i]++;
        }
        return shares;
    }

    private static Exact Weight(Random random) => random.Next(6) switch
    {
        0 => Exact.Zero,
        1 => Exact.Ratio(random.Next(1, 50), random.Next(1, 50)),
        2 => random.NextInt64(1L << 40, 1L << 62),
        3 => (decimal)random.Next(0, 1_000) / 1_000,
        _ => (decimal)random.Next(0, 100_000) / 100,
    };
}
