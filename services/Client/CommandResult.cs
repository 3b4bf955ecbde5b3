using Ledger.Contracts.V1;

namespace Ledger.Client;

/// <summary>The outcome of a command.</summary>
/// <param name="Reply">The ledger's reply.</param>
/// <param name="IsReplayed">True where the command had been carried out before and this is the first outcome again.</param>
/// <param name="IsWaiting">True where the command waits for the approval of a second person.</param>
/// <param name="Position">Position of the log by which the command is durable.</param>
public sealed record CommandResult(CommandReply Reply, bool IsReplayed, bool IsWaiting, long Position);
