using Ledger.Contracts.V1;
using Ledger.Domain;
using Ledger.Host.State;

namespace Ledger.Host.Writing;

/// <summary>What a batch came to, in memory.</summary>
internal sealed class DecidedBatch(DateTimeOffset recordedAt)
{
    /// <summary>Everything that happened, in order.</summary>
    public List<Emitted> Happened { get; } = [];

    /// <summary>How each piece of work ended; positions are counted within the batch from 1.</summary>
    public Dictionary<Work, Done> Outcomes { get; } = [];

    /// <summary>Accounts whose row is saved: their state changed, or at least the time at which they have something to do.</summary>
    public HashSet<LoadedAccount> Touched { get; } = [];

    /// <summary>Commands that were carried out.</summary>
    public List<CommandHandled> Handled { get; } = [];

    /// <summary>Rewards whose stock changed.</summary>
    public HashSet<RewardKey> Rewards { get; } = [];

    /// <summary>Programs with a budget in which something was decided.</summary>
    public HashSet<string> Budgets { get; } = new(StringComparer.Ordinal);

    /// <summary>Facts that waited for their time and are decided now.</summary>
    public List<AheadKey> Released { get; } = [];

    /// <summary>Facts that were refused.</summary>
    public Rejections Rejections { get; } = new(recordedAt);
}
