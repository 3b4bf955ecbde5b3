using NUnit.Framework;

namespace Ledger.TestSupport;

/// <summary>
/// Listens while the tests of a project run, and checks at their end that every published message was as the AsyncAPI document describes. A
/// project derives a set-up fixture from it, in its outermost namespace.
/// </summary>
public abstract class MessagesOfRun
{
    private MessageListener? listener;

    [OneTimeSetUp]
    public async Task ListenAsync()
    {
        // Tests that need no server run without one.
        if (TestServers.HaveRabbit) listener = await MessageListener.ListenAsync(TestServers.Rabbit, MessagesOut.OfThisRun);
    }

    [OneTimeTearDown]
    public async Task JudgeAsync()
    {
        if (listener is null) return;
        await listener.DisposeAsync();
        var seen = MessagesOut.OfThisRun;
        await TestContext.Progress.WriteLineAsync($"{seen.Valid.Values.Sum()} messages of {seen.Valid.Count} kinds left as described.");
        Assert.That(seen.Faults, Is.Empty);
    }
}
