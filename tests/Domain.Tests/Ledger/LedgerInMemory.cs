using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain;
using Ledger.Domain.Accounts;
using Ledger.Domain.Deciding;
using Ledger.Domain.Orders;
using Ledger.Domain.Periods;
using Ledger.Domain.Programs;
using Ledger.Domain.Spending;
using Ledger.Rules.Domain.Evaluation;

namespace Ledger.DomainTests.Ledger;

/// <summary>The ledger's decisions without a host: facts go in, events come out, synchronously.</summary>
internal sealed class LedgerInMemory
{
    public const string ProgramId = "acme";

    /// <summary>The server's clock, unless a test gives another.</summary>
    public static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, Order> orders = [];
    private readonly Dictionary<string, Account> accounts = [];
    private ProgramState program = ProgramState.Empty(ProgramId);

    public LedgerInMemory(params string[] documents)
    {
        foreach (var text in documents) Publish(text);
    }

    public List<ILedgerEvent> Events { get; } = [];

    public ProgramState Program => program;

    /// <summary>The clock of the versions that are published from now on.</summary>
    public ClockMode Clock { get; init; } = ClockMode.Manual;

    /// <summary>Decides a command; a test may replace this to observe decisions.</summary>
    public Func<LedgerState, LedgerCommand, Evaluated?, Decision> Decide { get; set; } = Decisions.Decide;

    public Account Account(string id)
    {
        if (!accounts.TryGetValue(id, out var account)) accounts[id] = account = new Account(ProgramId, id);
        return account;
    }

    /// <summary>The account that an id means, merges followed.</summary>
    public Account Survivor(string id)
    {
        var account = Account(id);
        while (account.MergedInto is { } into) account = Account(into);
        return account;
    }

    public Order Order(string id)
    {
        if (!orders.TryGetValue(id, out var order)) orders[id] = order = new Order(ProgramId, "shop", id);
        return order;
    }

    /// <summary>Publishes a version, and measures earlier orders by what it adds.</summary>
    public void Publish(string text)
    {
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement.Clone();
        var before = program.Catalog;
        program = program.After(new ProgramPublished(
            ProgramId, root.GetProperty("version").GetInt32(), root, ClockModeNames.NameOf(Clock),
            root.GetProperty("effectiveFrom").GetDateTimeOffset(), Now));
        var merged = accounts
            .Values.Where(account => account.MergedInto is not null)
            .ToDictionary(account => account.Id, account => account.MergedInto!);
        var measured = NewMeasures.Measure(before, program.Catalog, orders.Values.Where(order => order.Snapshot is not null), merged);
        foreach (var (id, measurements) in measured)
            Keep((Decision.Events)Decide(new LedgerState(program, Account(id)), new MeasureScopes(measurements, Now), null));
    }

    /// <summary>Decides a fact, and then the facts that were parked for it.</summary>
    public Outcome Take(IOrderFact fact) => Take(fact, Now);

    /// <inheritdoc cref="Take(IOrderFact)"/>
    /// <param name="now">The server's clock.</param>
    public Outcome Take(IOrderFact fact, DateTimeOffset now)
    {
        if (FactChecks.Check(fact, now) is { } refusal) return refusal;
        var outcome = Record(fact, now);
        if (outcome.Kind != OutcomeKind.Recorded) return outcome;
        foreach (var parked in Parking.ToApply(Order(fact.OrderId), now))
        {
            var waiting = (IOrderFact)
                parked.Payload.Deserialize(Type.GetType($"Ledger.Contracts.V1.{parked.FactType}, Ledger.Contracts")!, Wire.Options)!;
            var end = Record(waiting, now);
            if (end.Kind is OutcomeKind.Rejected or OutcomeKind.Conflict)
            {
                orders[fact.OrderId] = Parking.Refused(Order(fact.OrderId), waiting, end, parked.ContentHash, Now).Order;
            }
        }

        return outcome;
    }

    public void TakeAll(IEnumerable<IOrderFact> facts)
    {
        foreach (var fact in facts) Take(fact);
    }

    /// <summary>Carries a command out for an account and, where it has two, another; a refusal changes nothing.</summary>
    public (Outcome Outcome, CommandReply? Reply) Do(ISpendingCommand command, string account, string? other = null)
    {
        var state = new LedgerState(program, command is MergeAccounts ? Account(account) : Survivor(account))
        {
            Other = other is null ? null : Survivor(other),
            Survivor = Survivor(account).Id,
            Named = Named(command, Survivor(account)),
        };
        var decision = Decide(state, new HandleCommand(command, CommandHash.Of(command), $"V-{command.Key}", Now), null);
        return (End(decision), (decision as Decision.Events)?.Reply);
    }

    public (Outcome Outcome, CommandReply? Reply) Merge(string from, string into, DateTimeOffset? at = null) =>
        Do(new MergeAccounts(ProgramId, $"merge-{Events.Count}", from, into, At: at), from, into);

    /// <summary>Carries out an account's due work, as the sweeper does.</summary>
    public void Sweep(string account, DateTimeOffset until) =>
        Keep((Decision.Events)Decide(new LedgerState(program, Account(account)), new CarryOutDue(until, Now), null));

    /// <summary>Advances the program's clock; due work is not carried out by this.</summary>
    public void Advance(DateTimeOffset to) => program = program.After(new ClockAdvanced(ProgramId, ClockModeNames.Manual, to, Now));

    /// <summary>
    /// Closes a local month like 2011-07, or asks for its close, or approves it. Everything due by its end is carried out first.
    /// </summary>
    public PeriodStep Close(string period, string principal = "ann", bool approves = false, string? key = null, DateTimeOffset? now = null)
    {
        var command = new ClosePeriod(MonthText.Parse(period)!.Value, key ?? $"close-{period}", principal, approves);
        var step = PeriodClose.Decide(program, command, now ?? Now);
        if (step is PeriodStep.Waits { IsNew: true } waits) program = program.After(waits.Requested);
        if (step is not PeriodStep.Closes closes) return step;
        foreach (var account in accounts.Keys.ToList()) Sweep(account, closes.End);
        var closed = PeriodClose.Close(program.Catalog, command, closes, Events.Count, Flows(closes.Start, closes.End), now ?? Now);
        Events.Add(closed);
        program = program.After(closed);
        return new PeriodStep.AlreadyClosed(closed);
    }

    /// <summary>The books up to the end of a period, summed from everything recorded so far.</summary>
    public IReadOnlyList<PeriodFlow> Flows(DateTimeOffset start, DateTimeOffset end) => BookSum.FlowsOf(
        Events.OfType<Movement>().SelectMany(entry => entry.Moves.Select(move => new BookSum(
            entry.Unit, move.From, move.To, entry.EffectiveAt < start ? 0 : entry.EffectiveAt < end ? 1 : 2, move.Amount))), 1);

    private Order? Named(ISpendingCommand command, Account account)
    {
        if (SpendingCommands.OrderOf(command, account) is not { } named) return null;
        return Order(named.OrderId) is { Snapshot: { } snapshot } order && account.Answers(snapshot.AccountId) ? order : null;
    }

    private Outcome Record(IOrderFact fact, DateTimeOffset now)
    {
        var order = Order(fact.OrderId);
        var account = order.Snapshot?.AccountId ?? (fact as OrderPlaced)?.AccountId;
        var state = new LedgerState(program, account is null ? null : Survivor(account)) { Order = order };
        var payload = JsonSerializer.SerializeToElement(fact, fact.GetType(), Wire.Options);
        var command = new RecordFact(fact, ContentHash.Of(fact), () => payload, now);
        var decision = Decide(state, command, null);
        if (decision is Decision.NeedsEvaluation { Request: var request })
        {
            decision = Decide(state, command, new Evaluated(request, Evaluate(request)));
        }

        return End(decision);
    }

    private static OrderEvaluation? Evaluate(EvaluationRequest request)
    {
        try
        {
            return OrderRules.Evaluate(request.Catalog, request.Order, request.Standing);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private Outcome End(Decision decision)
    {
        if (decision is Decision.Refusal refusal) return refusal.Outcome;
        Keep((Decision.Events)decision);
        return ((Decision.Events)decision).Outcome;
    }

    private void Keep(Decision.Events decision)
    {
        var after = decision.After;
        if (after.Account is { } account) Keep(account);
        if (after.Other is { } other && other.Id != after.Account?.Id) Keep(other);
        if (after.Order is { } order) orders[order.Id] = order;
        Events.AddRange(decision.Happened.Select(emitted => emitted.Event));
    }

    // Ends older versions, as the service does when it saves an account.
    private void Keep(Account account)
    {
        if (accounts.TryGetValue(account.Id, out var before)) account.EndOlder(before);
        accounts[account.Id] = account;
    }
}
