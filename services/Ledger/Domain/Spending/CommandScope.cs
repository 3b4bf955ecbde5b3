using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Deciding;
using Ledger.Domain.Due;
using Ledger.Domain.Orders;
using Ledger.Domain.Postings;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Spending;

/// <summary>How a command ended, and what is answered and kept for a retry when it was carried out.</summary>
/// <param name="MovesClock">False for what waits for approval: it is recorded, but nothing happened to the account yet.</param>
internal sealed record CommandEnd(Outcome Outcome, CommandReply? Reply = null, bool MovesClock = true)
{
    public static CommandEnd Refuse(string code, string message) => new(Outcome.Reject(code, message));

    public static CommandEnd Done(CommandReply reply) => new(Outcome.Recorded, reply);
}

/// <summary>What a command is decided with: the account, and whatever else it names.</summary>
/// <param name="recorder">The account that the command is about.</param>
/// <param name="command">The command, well-formed: whoever queued it has checked that.</param>
internal sealed class CommandScope(Recorder recorder, ISpendingCommand command)
{
    /// <summary>The principal of a message that names none. No key has this name.</summary>
    public const string Bus = "bus";

    public Recorder Recorder { get; } = recorder;

    public Account Account => Recorder.Account;

    /// <summary>The other account of a transfer or merge; the same recorder when it is the same account.</summary>
    public Recorder? Other { get; init; }

    /// <summary>Of a merge: the account that the one to be merged stands for by now.</summary>
    public string? Survivor { get; init; }

    /// <inheritdoc cref="LedgerState.Named"/>
    public Order? Order { get; init; }

    /// <summary>The stock of the reward that the command names or that its redemption bought.</summary>
    public RewardStock? Stock => Recorder.Stock;

    /// <summary>A code for a voucher, should one be issued.</summary>
    public string NewVoucherCode { get; init; } = "";

    /// <summary>Over HTTP the name of the caller's key; over the bus, where there are no keys, who the message says it is, or
    /// <see cref="Bus"/>.</summary>
    public string Principal => command.Principal ?? Bus;

    /// <summary>Due work up to the command's time is carried out; from now on the command is effective at <see cref="Now"/>.</summary>
    public DateTimeOffset Begin() => Begin(Recorder);

    /// <inheritdoc cref="Begin()"/>
    public DateTimeOffset Begin(Recorder of)
    {
        var now = NowOf(of);
        DueWork.CarryOut(of, now);
        return now;
    }

    /// <summary>
    /// When the command is effective for an account: the later of its time and the account's clock; a command without a time is now, or at
    /// the clock where that is manual.
    /// </summary>
    public DateTimeOffset NowOf(Recorder of) =>
        command.At is { } at ? of.NotBefore(at) : of.Program.Clock == ProgramState.Wall ? of.NotBefore(of.RecordedAt) : of.Clock;

    public DateTimeOffset Now => NowOf(Recorder);

    /// <summary>The version whose policies hold now.</summary>
    public ProgramVersion Version => Recorder.Catalog.VersionForDueWork(Now);

    /// <summary>What the command posts has this in common.</summary>
    public PostingContext Posting(DateTimeOffset at, string? reason = null, string? source = null, string? orderId = null) =>
        new(Cause(reason, source, orderId), Version.Version, at);

    /// <summary>The command as the cause of what is recorded.</summary>
    public Cause Cause(string? reason = null, string? source = null, string? orderId = null) =>
        new(CauseKindNames.Command, source, orderId, Command: command.Key, Principal: Principal, Reason: reason);

    /// <summary>The answer, with the wallet as it is now.</summary>
    public CommandReply Reply(string state, WalletKey wallet, decimal amount, IEnumerable<LotMove>? moves = null, string? of = null) => new(
            command.Key, state, Account.Id, Now, wallet.Owner, wallet.Unit, amount, of,
            moves is null ? null : [.. moves.Select(move => new LotShare(move.Lot, move.Amount))],
            Balance: Account.Wallet(wallet).ToBalance());
}
