using System.Collections.Immutable;
using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Budgets;
using Ledger.Domain.Orders;
using Ledger.Domain.ProgramFacts;
using Ledger.Domain.Programs;
using Ledger.Domain.Spending;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Deciding;

/// <summary>The part of the ledger that one decision is about; an immutable value.</summary>
/// <param name="Program">The program; it has no versions when it is not published.</param>
/// <param name="Account">The account that the fact or command is about, all merges followed; null while it is unknown.</param>
public sealed record LedgerState(ProgramState Program, Account? Account)
{
    /// <summary>For a fact about an order: the order folded from its stream, recorded or not.</summary>
    public Order? Order { get; init; }

    /// <summary>For a fact about an activity or a purchase: its stream folded, recorded or not.</summary>
    public FactStream? Fact { get; init; }

    /// <summary>What the program's credits have cost; null in a program without a budget.</summary>
    public BudgetConsumption? Budget { get; init; }

    /// <summary>For a transfer or merge: the other account, which may be the same one.</summary>
    public Account? Other { get; init; }

    /// <summary>For a merge: the account that the account to be merged is an alias of, where it was merged before.</summary>
    public string? Survivor { get; init; }

    /// <summary>
    /// For a command that spends on an order (<see cref="SpendingCommands.OrderOf(ISpendingCommand, Account)"/>): that order, if it is the
    /// account's. When the command itself names the order, the account has in memory all redemptions of the order.
    /// </summary>
    public Order? Named { get; init; }

    /// <summary>The stock of the reward that the command names, or that the redemption it reverses had bought.</summary>
    public RewardStock? Stock { get; init; }

    /// <summary>
    /// Ids of the program's grants that are known to be taken, besides the account's own; a new grant gets an id that is not
    /// among them (mechanics.md §4).
    /// </summary>
    public ImmutableHashSet<string> TakenGrants { get; init; } = [];

    /// <summary>The command that was carried out under the same idempotency key; null when the key is free.</summary>
    public KnownCommand? Bound { get; init; }
}

/// <summary>Something the ledger is asked to decide.</summary>
/// <param name="RecordedAt">When the ledger learnt of it.</param>
public abstract record LedgerCommand(DateTimeOffset RecordedAt);

/// <summary>Records a fact about an order.</summary>
/// <param name="Fact">Well-formed by <see cref="FactChecks"/>.</param>
/// <param name="ContentHash">Its <see cref="Orders.ContentHash"/>.</param>
/// <param name="Payload">The fact as it came; asked for only if it must be kept until its order comes.</param>
/// <param name="CodeSeed">Random text of the batch, from which the codes of vouchers are made that the fact may issue.</param>
public sealed record RecordFact(
    IOrderFact Fact, string ContentHash, Func<System.Text.Json.JsonElement> Payload, DateTimeOffset RecordedAt,
    string CodeSeed = "") : LedgerCommand(RecordedAt);

/// <summary>Records an activity, a purchase of a membership, or what undoes one (mechanics.md §1).</summary>
/// <param name="Fact">Well-formed by <see cref="FactChecks"/>; not a rate, which concerns the program.</param>
/// <param name="ContentHash">Its <see cref="Orders.ContentHash"/>.</param>
/// <param name="Payload">The fact as it came; asked for only if it must be kept until what it undoes comes.</param>
/// <param name="CodeSeed">Random text of the batch, from which the codes of vouchers are made that the fact may issue.</param>
public sealed record RecordProgramFact(
    IProgramFact Fact, string ContentHash, Func<System.Text.Json.JsonElement> Payload, DateTimeOffset RecordedAt,
    string CodeSeed = "") : LedgerCommand(RecordedAt);

/// <summary>Credits a prize of a challenge or draw (mechanics.md §8, §9). A prize is no fact, so no judging follows it.</summary>
/// <param name="Rule">The challenge's or draw's id.</param>
/// <param name="Number">The rank, or the draw's n; from 1.</param>
/// <param name="ProgramVersion">The version that rules it.</param>
/// <param name="At">When the challenge closed or the draw was held.</param>
/// <param name="Period">A challenge's period; null for a draw.</param>
/// <param name="CodeSeed">Random text of the batch, from which a voucher's code is made.</param>
public sealed record AwardPrize(
    string Rule, long Number, Prize Prize, int ProgramVersion, DateTimeOffset At, string? Period, DateTimeOffset RecordedAt,
    string CodeSeed)
    : LedgerCommand(RecordedAt);

/// <summary>Carries out a command about value.</summary>
/// <param name="Command">Well-formed: the endpoint or queue that received it has checked that.</param>
/// <param name="ContentHash">Its <see cref="CommandHash"/>.</param>
/// <param name="NewVoucherCode">A code for a voucher, should one be issued.</param>
public sealed record HandleCommand(ISpendingCommand Command, string ContentHash, string NewVoucherCode, DateTimeOffset RecordedAt)
    : LedgerCommand(RecordedAt);

/// <summary>Carries out what is due for an account at or before a time.</summary>
public sealed record CarryOutDue(DateTimeOffset Until, DateTimeOffset RecordedAt) : LedgerCommand(RecordedAt);

/// <summary>Measures orders recorded earlier by what a new version of the program adds (<see cref="NewMeasures"/>).</summary>
/// <param name="Measurements">The measurements of the account and its aliases.</param>
public sealed record MeasureScopes(IReadOnlyList<ScopeMeasurement> Measurements, DateTimeOffset RecordedAt) : LedgerCommand(RecordedAt);

/// <summary>A question for the rules: evaluate an order.</summary>
/// <param name="Catalog">The program's published versions.</param>
/// <param name="Order">What to evaluate.</param>
/// <param name="Standing">The account's standing before the order; null when the order is evaluated again.</param>
public sealed record EvaluationRequest(ProgramCatalog Catalog, EvaluateOrder Order, Standing? Standing)
{
    private LedgerState? AskedOf { get; init; }

    private string? ContentHash { get; init; }

    /// <summary>The same request, bound to the state and command that asked it.</summary>
    internal EvaluationRequest For(LedgerState state, RecordFact command) => this with
    {
        AskedOf = state,
        ContentHash = command.ContentHash,
    };

    /// <summary>
    /// Whether this request was bound to the same state and command. State is immutable, so the same versions ask the same question.
    /// </summary>
    internal bool IsFor(LedgerState state, RecordFact command) =>
        AskedOf is { } asked
        && asked.Account == state.Account
        && asked.Order == state.Order
        && asked.Program == state.Program
        && ContentHash == command.ContentHash;
}

/// <summary>The rules' answer to one request.</summary>
/// <param name="Evaluation">Null: its numbers are beyond what the rules can hold.</param>
public sealed record Evaluated(EvaluationRequest Request, OrderEvaluation? Evaluation);
