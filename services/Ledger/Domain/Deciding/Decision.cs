using Ledger.Contracts.V1;
using Ledger.Domain.Orders;

namespace Ledger.Domain.Deciding;

/// <summary>
/// What the ledger decides about one command. A value: deciding changes nothing, and deciding again from the same state gives the same
/// decision.
/// </summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>The command is carried out, or was carried out before.</summary>
    /// <param name="Outcome">Recorded, superseded, parked or repeated. Repeated comes without events.</param>
    /// <param name="Happened">The events, in order.</param>
    /// <param name="After">The state that they lead to.</param>
    /// <param name="Reply">The answer to a command about value that was carried out, now or before.</param>
    public sealed record Events(Outcome Outcome, IReadOnlyList<Emitted> Happened, LedgerState After, CommandReply? Reply = null) : Decision;

    /// <summary>The command is refused and changes nothing; not even due work is carried out (decisions/0008).</summary>
    /// <param name="Outcome">Rejected or conflict, with code and sentence.</param>
    public sealed record Refusal(Outcome Outcome) : Decision;

    /// <summary>The rules must answer this request first; then the command is decided again with the answer.</summary>
    public sealed record NeedsEvaluation(EvaluationRequest Request) : Decision;
}
