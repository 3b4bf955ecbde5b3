using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Ledger.Domain;
using Ledger.Rules.Domain;
using Step = Ledger.Ledger.Domain.Step;

namespace Ledger.ModelTests;

/// <summary>The real ledger's decisions without a database: what the writer does for one fact or command after another.</summary>
internal sealed class InMemoryLedger
{
    private readonly Dictionary<string, Account> accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Order> orders = new(StringComparer.Ordinal);
    private readonly DateTimeOffset recordedAt = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly string program;
    private ProgramState state;

    public InMemoryLedger(string program, JsonElement document)
    {
        this.program = program;
        state = ProgramState.Empty(program);
        var drafted = ProgramVersions.Draft(state, program, 1, document, ProgramState.Manual, recordedAt);
        if (drafted.Errors is { Count: > 0 } errors) throw new InvalidOperationException(string.Join("; ", errors.Select(e => $"{e.Path} {e.Code} {e.Message}")));
        Take(drafted);
        Take(ProgramVersions.Publish(state, program, 1, recordedAt));
    }

    public IEnumerable<Account> Accounts => accounts.Values.OrderBy(account => account.Id, StringComparer.Ordinal);

    public Outcome Advance(DateTimeOffset to)
    {
        var decision = ProgramClock.Advance(state, program, to, recordedAt);
        Take(decision);
        foreach (var account in accounts.Values)
        {
            DueWork.CarryOut(new Recorder(state, account, recordedAt), state.ClockAt);
        }

        return decision.Outcome;
    }

    public Outcome Apply(IOrderFact fact)
    {
        if (FactChecks.Check(fact, recordedAt) is { } refusal) return refusal;
        var outcome = Decide(fact, ContentHash.Of(fact));
        var order = OrderOf(fact);
        while (outcome.Kind == OutcomeKind.Recorded && order.Parked.Count > 0)
        {
            var next = order.Parked.OrderBy(parked => parked.EffectiveAt).First();
            var ended = Decide(Read(next), next.ContentHash);
            if (ended.Kind != OutcomeKind.Recorded)
            {
                Evolve.Order(order, new FactUnparked(program, order.Source, order.Id, next.ContentHash, recordedAt, recordedAt));
            }
        }

        return outcome;
    }

    private Outcome Decide(IOrderFact fact, string hash)
    {
        var order = OrderOf(fact);
        var accountId = order.Snapshot?.AccountId ?? (fact as OrderPlaced)?.AccountId;
        var account = accountId is null ? new Account(program, "") : AccountOf(accountId);
        var recorder = new Recorder(state, account, recordedAt);
        var step = OrderFacts.Decide(recorder, order, fact, hash, () => JsonSerializer.SerializeToElement(fact, fact.GetType(), Wire.Options));
        return step switch
        {
            Step.Ask ask => ask.Then(OrderRules.Evaluate(state.Catalog, ask.Order, ask.Standing)),
            Step.Done done => done.Outcome,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static IOrderFact Read(FactParked parked)
    {
        var type = typeof(OrderPlaced).Assembly.GetType($"Ledger.Contracts.V1.{parked.FactType}")!;
        return (IOrderFact)parked.Payload.Deserialize(type, Wire.Options)!;
    }

    private Order OrderOf(IOrderFact fact)
    {
        var key = Order.KeyOf(fact.Source, fact.OrderId);
        if (!orders.TryGetValue(key, out var order)) orders[key] = order = new Order(program, fact.Source, fact.OrderId);
        return order;
    }

    private Account AccountOf(string id)
    {
        if (!accounts.TryGetValue(id, out var account)) accounts[id] = account = new Account(program, id);
        return account;
    }

    private void Take(ProgramDecision decision) => state = decision.Events.Aggregate(state, (before, happened) => before.After(happened));
}
