using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Deciding;
using Ledger.Domain.Due;
using Ledger.Domain.Orders;
using Ledger.Domain.Postings;
using Ledger.Domain.Programs;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Spending;

/// <summary>How a command ended, and, when it was carried out, the answer, which is stored for repeats.</summary>
/// <param name="MovesClock">False when the command only waits for approval: it is recorded, but does not change the account yet.</param>
internal sealed record CommandEnd(Outcome Outcome, CommandReply? Reply = null, bool MovesClock = true)
{
    public static CommandEnd Refuse(string code, string message) => new(Outcome.Reject(code, message));

    public static CommandEnd Done(CommandReply reply) => new(Outcome.Recorded, reply);
}

/// <summary>What is needed to decide a command: its account, and whatever else it names.</summary>
/// <param name="recorder">The recorder of the account that the command is about.</param>
/// <param name="command">The command; the caller has checked that it is well-formed.</param>
internal sealed class CommandScope(Recorder recorder, ISpendingCommand command)
{
    /// <summary>The principal of a message that names none. No API key may have this name.</summary>
    public const string Bus = "bus";

    public Recorder Recorder { get; } = recorder;

    public Account Account => Recorder.Account;

    /// <summary>The recorder of the second account of a transfer or merge; the first recorder when both are the same account.</summary>
    public Recorder? Other { get; init; }

    /// <summary>For a merge: the account that the account to be merged is an alias of, where it was merged before.</summary>
    public string? Survivor { get; init; }

    /// <inheritdoc cref="LedgerState.Named"/>
    public Order? Order { get; init; }

    /// <summary>The stock of the reward that the command names, or that the redemption it reverses had bought.</summary>
    public RewardStock? Stock => Recorder.Stock;

    /// <summary>The code for a voucher, used if the command issues one.</summary>
    public string NewVoucherCode { get; init; } = "";

    /// <summary>
    /// Who asks: over HTTP the name of the caller's key; over the bus, which has no keys, the principal that the message names, or
    /// <see cref="Bus"/>.
    /// </summary>
    public string Principal => command.Principal ?? Bus;

    /// <summary>Carries out due work up to the command's time, and fixes <see cref="Now"/>, the command's effective time.</summary>
    public DateTimeOffset Begin() => Begin(Recorder);

    /// <inheritdoc cref="Begin()"/>
    public DateTimeOffset Begin(Recorder of)
    {
        var now = NowOf(of);
        DueWork.CarryOut(of, now);
        return now;
    }

    /// <summary>
    /// When the command takes effect for an account: the later of its time and the account's clock. A command without a time takes effect
    /// now, or under a manual clock at the account's clock.
    /// </summary>
    public DateTimeOffset NowOf(Recorder of) =>
        command.At is { } at ? of.NotBefore(at) : of.Program.Clock == ClockMode.Wall ? of.NotBefore(of.RecordedAt) : of.Clock;

    public DateTimeOffset Now => NowOf(Recorder);

    /// <summary>The version whose policies are in force at <see cref="Now"/>.</summary>
    public ProgramVersion Version => Recorder.Catalog.VersionForDueWork(Now);

    /// <summary>The cause, version and effective time that all entries of the command have in common.</summary>
    public PostingContext Posting(DateTimeOffset at, string? reason = null, string? source = null, string? orderId = null) =>
        new(Cause(reason, source, orderId), Version.Version, at);

    /// <summary>The command as the cause of what is recorded.</summary>
    public Cause Cause(string? reason = null, string? source = null, string? orderId = null) =>
        new(CauseKindNames.Command, source, orderId, Command: command.Key, Principal: Principal, Reason: reason);

    /// <summary>The command's answer, with the wallet's balance after the events so far.</summary>
    public CommandReply Reply(string state, WalletKey wallet, decimal amount, IEnumerable<LotMove>? moves = null, string? of = null) => new(
            command.Key, state, Account.Id, Now, wallet.Owner, wallet.Unit, amount, of,
            moves is null ? null : [.. moves.Select(move => new LotShare(move.Lot, move.Amount))],
            Balance: Account.Wallet(wallet).ToBalance());
}
