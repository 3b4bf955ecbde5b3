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
            "Texts that JSON escapes, an order and a time",
            new HoldPoints("p", "h", "A-1", 30, 12.5m, Reason: "für \"Käufer\" <1>\n", Source: "web", OrderId: "O/1%", At: At), "4802723fa74349563a4e0c3ab60f8602");
        yield return Case("A reward", new RedeemPoints("p", "r", "A-1", "reward", Reward: "mug", ValidMonths: 12), "981cf0ce3061ec221de023095ebc5921");
        yield return Case("A negative amount", new AdjustPoints("p", "a", "A-1", -0.000001m, "lost"), "de92bf3030ca748d682ed0d2dcc94ee6");
        yield return Case("No optional field", new ReleaseHold("p", "x", "h"), "feb5ae0ec4ae603abd15984d99509d45");
        yield return Case(
            "A list", new ClaimFund("p", "c", "A-1", "mdf", 100m, "fair", [new ClaimProof("bill.pdf", "ab12", "http://x/?a=1&b=2")], "stand"),
            "793d7293ed735c54f410a7920b570604");
    }

    [TestCaseSource(nameof(Commands))]
    public void Is_what_stored_keys_have(ISpendingCommand command, string hash) => Assert.That(CommandHash.Of(command), Is.EqualTo(hash));

    [Test]
    public void Does_not_depend_on_the_spelling_of_a_number() =>
        Assert.That(
            CommandHash.Of(new HoldPoints("p", "h", "A-1", 30, 12.500m)), Is.EqualTo(CommandHash.Of(new HoldPoints("p", "h", "A-1", 30, 12.5m))));

    [Test]
    public void Leaves_out_key_and_principal() =>
        Assert.That(
            CommandHash.Of(new ReleaseHold("p", "x", "h", At, "me")), Is.EqualTo(CommandHash.Of(new ReleaseHold("p", "y", "h", At, "you"))));

    private static TestCaseData Case(string name, ISpendingCommand command, string hash) =>
        new TestCaseData(command, hash).SetArgDisplayNames(name);
}
