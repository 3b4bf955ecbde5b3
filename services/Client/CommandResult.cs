using Ledger.Contracts.V1;

namespace Ledger.Client;

/// <summary>What a command came to.</summary>
/// <param name="Reply">The ledger's reply.</param>
/// <param name="IsReplayed">It was carried out before; this is the first outcome again.</param>
/// <param name="IsWaiting">It waits for the approval of a second person.</param>
/// <param name="Position">Position of the log by which it is durable.</param>
public sealed record CommandResult(CommandReply Reply, bool IsReplayed, bool IsWaiting, long Position);
