using Ledger.Contracts.V1;
using Ledger.Domain.Spending;
using NUnit.Framework;

namespace Ledger.Domain.Tests.Ledger;

/// <summary>
/// The hash of a command's content (domain.md §2). Its value is stored with each idempotency key, so it must not change: a retry would
/// become a conflict.
/// </summary>
public sealed class CommandHashTests
{
    private static readonly DateTimeOffset At = new(2011, 3, 4, 5, 6, 7, TimeSpan.Zero);

    private static IEnumerable<TestCaseData> Commands()
    {
        yield return Case(
            "Texts that JSON escapes, an order and a time", "4802723fa74349563a4e0c3ab60f8602",
            new HoldPoints("p", "h", "A-1", 30, 12.5m, Reason: "für \"Käufer\" <1>\n", Source: "web", OrderId: "O/1%", At: At));
        yield return Case(
            "A reward", "981cf0ce3061ec221de023095ebc5921", new RedeemPoints("p", "r", "A-1", "reward", Reward: "mug", ValidMonths: 12));
        yield return Case("A negative amount", "de92bf3030ca748d682ed0d2dcc94ee6", new AdjustPoints("p", "a", "A-1", -0.000001m, "lost"));
        yield return Case("No optional field", "feb5ae0ec4ae603abd15984d99509d45", new ReleaseHold("p", "x", "h"));
        yield return Case(
            "A list", "793d7293ed735c54f410a7920b570604",
            new ClaimFund("p", "c", "A-1", "mdf", 100m, "fair", [new ClaimProof("bill.pdf", "ab12", "http://x/?a=1&b=2")], "stand"));
    }

    [TestCaseSource(nameof(Commands))]
    public void Is_what_stored_keys_have(ISpendingCommand command, string hash) => Assert.That(CommandHash.Of(command), Is.EqualTo(hash));

    [Test]
    public void Does_not_depend_on_the_spelling_of_a_number()
    {
        var (one, other) = (new HoldPoints("p", "h", "A-1", 30, 12.500m), new HoldPoints("p", "h", "A-1", 30, 12.5m));
        Assert.That(CommandHash.Of(one), Is.EqualTo(CommandHash.Of(other)));
    }

    [Test]
    public void Leaves_out_key_and_principal()
    {
        var (mine, yours) = (new ReleaseHold("p", "x", "h", At, "me"), new ReleaseHold("p", "y", "h", At, "you"));
        Assert.That(CommandHash.Of(mine), Is.EqualTo(CommandHash.Of(yours)));
    }

    private static TestCaseData Case(string name, string hash, ISpendingCommand command) =>
        new TestCaseData(command, hash).SetArgDisplayNames(name);
}
