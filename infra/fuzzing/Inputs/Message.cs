namespace Ledger.Fuzz.Inputs;

/// <summary>A message for a queue as bytes.</summary>
/// <param name="Queue">The queue to which it is sent.</param>
/// <param name="ContentType">The content type in its properties.</param>
/// <param name="Body">The body.</param>
/// <param name="Mutated">Mutated facts or commands in it.</param>
/// <param name="Outcomes">The exact number of outcomes that it adds to <see cref="Scenario.Bus"/>; null: its program cannot be
/// known.</param>
/// <param name="Good">Ids of the valid orders in it.</param>
/// <param name="IsAsked">Whether it has a valid address for an answer, so that an answer must come.</param>
public sealed record Message(string Queue, string ContentType, byte[] Body, int Mutated, int? Outcomes, IReadOnlyList<string> Good,
    bool IsAsked = false)
{
    public const string Orders = "ledger-orders";
    public const string Commands = "ledger-commands";
}
