using Ledger.Contracts.V1;
using Ledger.Domain;
using Ledger.Host.State;

namespace Ledger.Host.Writing;

/// <summary>What was decided for a batch, before it is committed.</summary>
internal sealed class DecidedBatch(DateTimeOffset recordedAt)
{
    /// <summary>All events of the batch, in order.</summary>
    public List<Emitted> Happened { get; } = [];

    /// <summary>The outcome of each work item. Positions count the batch's events from 1; 0: no event.</summary>
    public Dictionary<Work, Done> Outcomes { get; } = [];

    /// <summary>Accounts whose row is saved, because their state or their next due time changed.</summary>
    public HashSet<LoadedAccount> Touched { get; } = [];

    /// <summary>Commands that were carried out.</summary>
    public List<CommandHandled> Handled { get; } = [];

    /// <summary>Rewards whose stock changed.</summary>
    public HashSet<RewardKey> Rewards { get; } = [];

    /// <summary>Programs with a budget in which something was decided.</summary>
    public HashSet<string> Budgets { get; } = new(StringComparer.Ordinal);

    /// <summary>Facts that were parked until their time and are decided in this batch.</summary>
    public List<AheadKey> Released { get; } = [];

    /// <summary>Facts that were refused.</summary>
    public Rejections Rejections { get; } = new(recordedAt);
}
