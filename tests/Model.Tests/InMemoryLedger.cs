using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain;
using Ledger.Domain.Accounts;
using Ledger.Domain.Budgets;
using Ledger.Domain.Deciding;
using Ledger.Domain.Orders;
using Ledger.Domain.ProgramFacts;
using Ledger.Domain.Programs;
using Ledger.Domain.Spending;
using Ledger.Host.Endpoints.Validation;
using Ledger.Rules.Domain.Evaluation;

namespace Ledger.ModelTests;

/// <summary>The real ledger's decisions without a database: does what the writer does, for one fact or command at a time.</summary>
internal sealed partial class InMemoryLedger
{
    private readonly Dictionary<string, Account> accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Order> orders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FactStream> streams = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KnownCommand> commands = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> subjects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RewardStock> stocks = new(StringComparer.Ordinal);
    private readonly string program;
    private ProgramState state;
    private BudgetConsumption? budget;

    public InMemoryLedger(string program, IEnumerable<string> versions)
    {
        this.program = program;
        state = ProgramState.Empty(program);
        foreach (var text in versions) Publish(text);
    }

    /// <summary>Publishes a version, and measures earlier orders by what it adds.</summary>
    public void Publish(string text)
    {
        using var parsed = JsonDocument.Parse(text);
        var document = parsed.RootElement.Clone();
        var number = document.GetProperty("version").GetInt32();
        var before = state.Catalog;
        var drafted = ProgramVersions.Draft(
            state, program, number, document, state.StreamVersion == 0 ? ClockMode.Manual : null, ReceivedAt);
        if (drafted.Errors is { Count: > 0 } errors)
        {
            throw new InvalidOperationException(string.Join("; ", errors.Select(e => $"{e.Path} {e.Code} {e.Message}")));
        }
        Take(drafted);
        Take(ProgramVersions.Publish(state, program, number, ReceivedAt));
        var merged = accounts
            .Values.Where(account => account.MergedInto is not null)
            .ToDictionary(account => account.Id, account => account.MergedInto!, StringComparer.Ordinal);
        var measured = NewMeasures.Measure(before, state.Catalog, orders.Values.Where(order => order.Snapshot is not null), merged);
        foreach (var (id, measurements) in measured)
            Keep((Decision.Events)Decisions.Decide(new LedgerState(state, accounts[id]), new MeasureScopes(measurements, ReceivedAt)));
    }

    /// <summary>The validation of commands, with the server's clock of the whole history.</summary>
    private static readonly CommandValidation Shapes = new(new Received());

    public static DateTimeOffset ReceivedAt { get; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public ProgramState Program => state;

    /// <summary>All recorded events, in order.</summary>
    public List<ILedgerEvent> Happened { get; } = [];

    public string ProgramId => program;

    public IEnumerable<Account> Accounts => accounts.Values.OrderBy(account => account.Id, StringComparer.Ordinal);

    /// <summary>Does what the writer does for a fact about an activity, a membership or a rate.</summary>
    public Outcome Apply(IProgramFact fact)
    {
        if (FactChecks.Check(fact, ReceivedAt) is { } refusal) return refusal;
        if (fact is RateSet rate)
        {
            var decision = RateFacts.Decide(state, rate, ReceivedAt);
            Take(decision);
            return decision.Outcome;
        }

        var outcome = Decide(fact, ContentHash.Of(fact));
        if (outcome.Kind != OutcomeKind.Recorded) return outcome;
        foreach (var parked in ParkedFacts.ToApply(StreamOf(fact), ReceivedAt))
        {
            var type = typeof(OrderPlaced).Assembly.GetType($"Ledger.Contracts.V1.{parked.FactType}")!;
            Decide((IProgramFact)parked.Payload.Deserialize(type, Wire.Options)!, parked.ContentHash);
        }

        return outcome;
    }

    private Outcome Decide(IProgramFact fact, string hash)
    {
        var stream = StreamOf(fact);
        var id = FactStream.AccountOf(fact) ?? stream.AccountId;
        var before = StateOf(id is null ? null : AccountOf(id)) with { Fact = stream };
        var decision = Twice(
            before,
            new RecordProgramFact(fact, hash, () => JsonSerializer.SerializeToElement(fact, fact.GetType(), Wire.Options), ReceivedAt, hash)
        );
        if (decision is Decision.Refusal refusal) return refusal.Outcome;
        Keep((Decision.Events)decision);
        return ((Decision.Events)decision).Outcome;
    }

    // Decisions are pure: deciding again gives the same.
    private static Decision Twice(LedgerState before, LedgerCommand command)
    {
        var (first, second) = (Decisions.Decide(before, command), Decisions.Decide(before, command));
        if (first is Decision.Events events && !Texts(events).SequenceEqual(Texts((Decision.Events)second)))
        {
            throw new InvalidOperationException($"Deciding {command} twice gives two answers.");
        }

        return first.GetType() == second.GetType() ? first : throw new InvalidOperationException($"Deciding {command} twice ends twice.");
    }

    private static IEnumerable<string> Texts(Decision.Events events) =>
        events.Happened.Select(one => JsonSerializer.Serialize(one.Event, one.Event.GetType(), Wire.Options));

    private FactStream StreamOf(IProgramFact fact)
    {
        var name = FactStream.NameOf(fact)!;
        if (!streams.TryGetValue(name, out var stream)) streams[name] = stream = new FactStream(program, name);
        return stream;
    }

    private LedgerState StateOf(Account? account) => new(state, account) { Budget = BudgetNow() };

    private BudgetConsumption? BudgetNow() => state.Catalog.HasBudget ? budget ??= new BudgetConsumption(program) : null;

    public Outcome Apply(IOrderFact fact)
    {
        if (FactChecks.Check(fact, ReceivedAt) is { } refusal) return refusal;
        var outcome = Decide(fact, ContentHash.Of(fact));
        if (outcome.Kind != OutcomeKind.Recorded) return outcome;
        foreach (var parked in Parking.ToApply(OrderOf(fact), ReceivedAt))
        {
            var waiting = Read(parked);
            var ended = Decide(waiting, parked.ContentHash);
            if (ended.Kind == OutcomeKind.Recorded) continue;
            var order = OrderOf(fact);
            orders[order.Key] = Parking.Refused(order, waiting, ended, parked.ContentHash, ReceivedAt).Order;
        }

        return outcome;
    }

    public Outcome Do(ISpendingCommand command)
    {
        if (Shapes.Check(command) is { } malformed) return malformed;
        var hash = CommandHash.Of(command);
        var id =
            SpendingCommands.AccountOf(command)
            ?? (SpendingCommands.SubjectOf(command) is { } subject ? subjects.GetValueOrDefault(subject.Id) : null);

        // A command that names an alias is about its survivor. Only a merge is decided on the alias itself, and refused because it is one.
        var survivor = id is null ? null : AccountOf(id);
        var account = command is MergeAccounts && id is not null && accounts.TryGetValue(id, out var merged) ? merged : survivor;
        var decision = Twice(
            StateOf(account) with
            {
                Other = SpendingCommands.OtherOf(command) is { } other ? AccountOf(other) : null,
                Survivor = survivor?.Id,
                Named = survivor is null ? null : NamedBy(command, survivor),
                Stock = account is not null && RewardOf(command, account) is { } reward
                        ? stocks.GetValueOrDefault(reward) ?? new RewardStock(program, reward)
                        : null,
                Bound = commands.GetValueOrDefault(command.Key),
            },
            new HandleCommand(command, hash, $"V-{command.Key}", ReceivedAt));
        if (decision is Decision.Refusal refusal) return refusal.Outcome;
        var events = (Decision.Events)decision;
        Keep(events);
        if (events.Outcome.Kind == OutcomeKind.Repeated) return events.Outcome;
        commands[command.Key] = new KnownCommand(hash, events.Reply!);
        subjects[command.Key] = account!.Id;
        if (events.Reply!.Voucher is { } code) subjects.TryAdd(code, account.Id);
        return events.Outcome;
    }

    private static string? RewardOf(ISpendingCommand command, Account account) => command switch
    {
        RedeemPoints redeem => redeem.Reward,
        ReverseRedemption reverse => account.Spending.Redemptions.Find(reverse.RedemptionId)?.Reward,
        _ => null,
    };

    private Order? NamedBy(ISpendingCommand command, Account account)
    {
        if (SpendingCommands.OrderOf(command, account) is not { } named) return null;
        var order = orders.GetValueOrDefault(Streams.OrderKey(named.Source, named.OrderId));
        return order?.Snapshot is { } snapshot && account.Answers(snapshot.AccountId) ? order : null;
    }

    private Outcome Decide(IOrderFact fact, string hash)
    {
        var order = OrderOf(fact);
        var accountId = order.Snapshot?.AccountId ?? (fact as OrderPlaced)?.AccountId;
        var before = StateOf(accountId is null ? null : AccountOf(accountId)) with { Order = order };
        var command = new RecordFact(
            fact, hash, () => JsonSerializer.SerializeToElement(fact, fact.GetType(), Wire.Options), ReceivedAt, hash);
        var decision = Decisions.Decide(before, command);
        if (decision is Decision.NeedsEvaluation { Request: var request })
        {
            decision = Decisions.Decide(
                before, command, new Evaluated(request, OrderRules.Evaluate(state.Catalog, request.Order, request.Standing)));
        }

        if (decision is Decision.Refusal refusal) return refusal.Outcome;
        Keep((Decision.Events)decision);
        return ((Decision.Events)decision).Outcome;
    }

    private void Keep(Decision.Events decision)
    {
        var after = decision.After;
        if (after.Account is { } account) accounts[account.Id] = account;
        if (after.Other is { } other && other.Id != after.Account?.Id) accounts[other.Id] = other;
        if (after.Order is { } order) orders[order.Key] = order;
        if (after.Stock is { } stock) stocks[stock.Reward] = stock;
        if (after.Fact is { } fact) streams[fact.Name] = fact;
        budget = after.Budget ?? budget;
        foreach (var (_, _, happened) in decision.Happened)
        {
            Happened.Add(happened);
            if (happened is GrantIssued grant) subjects.TryAdd(grant.GrantId, grant.AccountId);
        }
    }

    private static IOrderFact Read(FactParked parked)
    {
        var type = typeof(OrderPlaced).Assembly.GetType($"Ledger.Contracts.V1.{parked.FactType}")!;
        return (IOrderFact)parked.Payload.Deserialize(type, Wire.Options)!;
    }

    private Order OrderOf(IOrderFact fact)
    {
        var key = Streams.OrderKey(fact.Source, fact.OrderId);
        if (!orders.TryGetValue(key, out var order)) orders[key] = order = new Order(program, fact.Source, fact.OrderId);
        return order;
    }

    /// <summary>The account that an id means, all merges followed.</summary>
    private Account AccountOf(string id)
    {
        if (!accounts.TryGetValue(id, out var account)) accounts[id] = account = new Account(program, id);
        return account.MergedInto is { } survivor ? AccountOf(survivor) : account;
    }

    private void Take(ProgramDecision decision) => state = decision.Events.Aggregate(state, (before, happened) => before.After(happened));

    private sealed class Received : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => ReceivedAt;
    }
}
