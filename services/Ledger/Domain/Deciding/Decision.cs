using Ledger.Contracts.V1;
using Ledger.Domain.Orders;

namespace Ledger.Domain.Deciding;

/// <summary>What the ledger decides about one command. A value: nothing has changed, and deciding the same again gives the same.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>It is carried out, or was before.</summary>
    /// <param name="Outcome">Recorded, superseded, parked, or repeated; then there is no event.</param>
    /// <param name="Happened">The events, in order.</param>
    /// <param name="After">The state that they lead to.</param>
    /// <param name="Reply">What a command that was carried out is answered, now or before.</param>
    public sealed record Events(Outcome Outcome, IReadOnlyList<Emitted> Happened, LedgerState After, CommandReply? Reply = null) : Decision;

    /// <summary>It is refused, and changes nothing, not even due work (decisions/0008).</summary>
    /// <param name="Outcome">Rejected or conflict, with code and sentence.</param>
    public sealed record Refusal(Outcome Outcome) : Decision;

    /// <summary>The rules must answer this request first; with the answer it is decided again.</summary>
    public sealed record NeedsEvaluation(EvaluationRequest Request) : Decision;
}
