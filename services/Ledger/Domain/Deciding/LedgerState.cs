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
/// <param name="Program">The program; without versions where it is not published.</param>
/// <param name="Account">Whose fact or command it is, all merges followed; null while nobody knows.</param>
public sealed record LedgerState(ProgramState Program, Account? Account)
{
    /// <summary>Of a fact: the order as its stream tells it, recorded or not.</summary>
    public Order? Order { get; init; }

    /// <summary>Of a fact about an activity or a purchase: its stream, recorded or not.</summary>
    public FactStream? Fact { get; init; }

    /// <summary>In a program with a budget: what its periods' credits have cost.</summary>
    public BudgetBook? Budget { get; init; }

    /// <summary>Of a transfer or merge: the other account, which may be the same one.</summary>
    public Account? Other { get; init; }

    /// <summary>Of a merge: the account that the one to be merged stands for by now.</summary>
    public string? Survivor { get; init; }

    /// <summary>
    /// Of a command that spends on an order (<see cref="SpendingCommands.OrderOf(ISpendingCommand, Account)"/>): that order, if it is the
    /// account's. One that the command itself names has its redemptions in the account's book.
    /// </summary>
    public Order? Named { get; init; }

    /// <summary>The stock of the reward that the command names or that its redemption bought.</summary>
    public RewardStock? Stock { get; init; }

    /// <summary>Ids of the program's grants that are known to be taken, besides those in the account's book: a new grant gets another
    /// (mechanics.md §4).</summary>
    public ImmutableHashSet<string> TakenGrants { get; init; } = [];

    /// <summary>What the command's key is bound to; null when it is free.</summary>
    public KnownCommand? Bound { get; init; }
}

/// <summary>Something the ledger is asked to decide.</summary>
/// <param name="RecordedAt">When the ledger learnt of it.</param>
public abstract record LedgerCommand(DateTimeOffset RecordedAt);

/// <summary>To record a fact about an order.</summary>
/// <param name="Fact">Well-formed by <see cref="FactChecks"/>.</param>
/// <param name="ContentHash">Its <see cref="Orders.ContentHash"/>.</param>
/// <param name="Payload">The fact as it came; asked for only if it must be kept until its order comes.</param>
/// <param name="CodeSeed">Random text of the batch, from which the codes of vouchers are made that the fact may issue.</param>
public sealed record RecordFact(
    IOrderFact Fact, string ContentHash, Func<System.Text.Json.JsonElement> Payload, DateTimeOffset RecordedAt,
    string CodeSeed = "") : LedgerCommand(RecordedAt);

/// <summary>To record an activity, a purchase of a membership, or what undoes one (mechanics.md §1).</summary>
/// <param name="Fact">Well-formed by <see cref="FactChecks"/>; not a rate, which concerns the program.</param>
/// <param name="ContentHash">Its <see cref="Orders.ContentHash"/>.</param>
/// <param name="Payload">The fact as it came; asked for only if it must be kept until what it undoes comes.</param>
/// <param name="CodeSeed">Random text of the batch, from which the codes of vouchers are made that the fact may issue.</param>
public sealed record RecordProgramFact(
    IProgramFact Fact, string ContentHash, Func<System.Text.Json.JsonElement> Payload, DateTimeOffset RecordedAt,
    string CodeSeed = "") : LedgerCommand(RecordedAt);

/// <summary>To credit a prize of a challenge or draw (mechanics.md §8, §9). It is no fact and judges nobody.</summary>
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

/// <summary>To carry out a command about value.</summary>
/// <param name="Command">Well-formed, as its door checks.</param>
/// <param name="ContentHash">Its <see cref="CommandHash"/>.</param>
/// <param name="NewVoucherCode">A code for a voucher, should one be issued.</param>
public sealed record HandleCommand(ISpendingCommand Command, string ContentHash, string NewVoucherCode, DateTimeOffset RecordedAt)
    : LedgerCommand(RecordedAt);

/// <summary>To carry out what is due for an account at or before a time.</summary>
public sealed record CarryOutDue(DateTimeOffset Until, DateTimeOffset RecordedAt) : LedgerCommand(RecordedAt);

/// <summary>To measure orders that are there already by what a new version of the program brings (<see cref="NewMeasures"/>).</summary>
/// <param name="Measurements">Of the account and its aliases.</param>
public sealed record MeasureScopes(IReadOnlyList<ScopeMeasurement> Measurements, DateTimeOffset RecordedAt) : LedgerCommand(RecordedAt);

/// <summary>A question for the rules: an order, and the standing before it unless it is evaluated again.</summary>
/// <param name="Catalog">The program's published versions.</param>
/// <param name="Order">What to evaluate.</param>
/// <param name="Standing">The standing before it.</param>
public sealed record EvaluationRequest(ProgramCatalog Catalog, EvaluateOrder Order, Standing? Standing)
{
    private LedgerState? AskedOf { get; init; }

    private string? ContentHash { get; init; }

    /// <summary>The same request, bound to what it was asked for.</summary>
    internal EvaluationRequest For(LedgerState state, RecordFact command) => this with
    {
        AskedOf = state,
        ContentHash = command.ContentHash,
    };

    /// <summary>Whether deciding a fact in a state would ask exactly this: state is immutable, so the same versions ask the same.</summary>
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
