namespace Ledger.Fuzz.Inputs;

/// <summary>A message for a queue as bytes.</summary>
/// <param name="Queue">Where it is put.</param>
/// <param name="ContentType">What it says that it is.</param>
/// <param name="Body">The body.</param>
/// <param name="Mutated">Mutated facts or commands in it.</param>
/// <param name="Outcomes">How many outcomes of <see cref="Scenario.Bus"/> there are for it: exactly so many; null: it cannot be known
/// whose it is.</param>
/// <param name="Good">Ids of the orders in it that are as they should be.</param>
/// <param name="IsAsked">Whether it asks for an answer in such a way that it must come.</param>
public sealed record Message(string Queue, string ContentType, byte[] Body, int Mutated, int? Outcomes, IReadOnlyList<string> Good,
    bool IsAsked = false)
{
    public const string Orders = "ledger-orders";
    public const string Commands = "ledger-commands";
}
