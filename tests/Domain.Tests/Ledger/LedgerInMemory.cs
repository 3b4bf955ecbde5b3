using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Ledger.Domain;
using Ledger.Rules.Domain;
using Step = Ledger.Ledger.Domain.Step;

namespace Ledger.Domain.Tests.Ledger;

/// <summary>The pure ledger without its host: facts go in, events come out, and nothing waits for anything.</summary>
internal sealed class LedgerInMemory
{
    public const string ProgramId = "acme";
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, Order> orders = [];
    private readonly Dictionary<string, Account> accounts = [];
    private ProgramState program = ProgramState.Empty(ProgramId);

    public LedgerInMemory(params string[] documents)
    {
        foreach (var text in documents) Publish(text);
    }

    public List<ILedgerEvent> Events { get; } = [];

    public ProgramState Program => program;

    public Account Account(string id)
    {
        if (!accounts.TryGetValue(id, out var account)) accounts[id] = account = new Account(ProgramId, id);
        return account;
    }

    /// <summary>The account that an id stands for.</summary>
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

    /// <summary>Publishes a version; orders that are there already are measured in the scopes that it brings.</summary>
    public void Publish(string text)
    {
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement.Clone();
        var before = program.Catalog;
        program = program.After(new ProgramPublished(
            ProgramId, root.GetProperty("version").GetInt32(), root, ProgramState.Manual, root.GetProperty("effectiveFrom").GetDateTimeOffset(), Now));
        var merged = accounts.Values.Where(account => account.MergedInto is not null).ToDictionary(account => account.Id, account => account.MergedInto!);
        var measured = NewScopes.Measure(program.Catalog, NewScopes.Between(before, program.Catalog), orders.Values.Where(order => order.Snapshot is not null), merged);
        foreach (var (id, measurements) in measured)
        {
            var recorder = new Recorder(program, Account(id), Now);
            foreach (var (scope, recordedFor, months) in measurements) recorder.Emit(new ScopeMeasured(ProgramId, id, scope, months, recorder.Account.Clock, Now, recordedFor));
            Keep(recorder);
        }
    }

    /// <summary>Takes a fact, and after it what waited for it.</summary>
    public Outcome Take(IOrderFact fact)
    {
        if (FactChecks.Check(fact, Now) is { } refusal) return refusal;
        var order = Order(fact.OrderId);
        var outcome = Decide(fact, order);
        if (outcome.Kind != OutcomeKind.Recorded || fact is not OrderPlaced) return outcome;
        foreach (var parked in order.Parked.OrderBy(parked => parked.EffectiveAt).ToList())
        {
            var waiting = (IOrderFact)parked.Payload.Deserialize(Type.GetType($"Ledger.Contracts.V1.{parked.FactType}, Ledger.Contracts")!, Wire.Options)!;
            Decide(waiting, order);
        }

        return outcome;
    }

    public void TakeAll(IEnumerable<IOrderFact> facts)
    {
        foreach (var fact in facts) Take(fact);
    }

    /// <summary>Carries a command out for an account and, where it has two, another; a refusal changes nothing.</summary>
    public CommandEnd Do(ISpendingCommand command, string account, string? other = null)
    {
        if (CommandChecks.Check(command, Now) is { } refusal) return new CommandEnd(refusal);
        var recorder = new Recorder(program, (command is MergeAccounts ? Account(account) : Survivor(account)).Copy(), Now);
        var second = other is null ? null : Survivor(other).Id == recorder.Account.Id ? recorder : new Recorder(program, Survivor(other).Copy(), Now);
        var scope = new CommandScope(recorder, command) { Other = second, Survivor = Survivor(account).Id, NewVoucherCode = $"V-{command.Key}" };
        var end = SpendingCommands.Decide(scope, command, CommandHash.Of(command));
        if (end.Reply is null) return end;
        foreach (var one in new[] { recorder, second }.OfType<Recorder>().Distinct())
        {
            accounts[one.Account.Id] = one.Account;
            Keep(one);
        }

        return end;
    }

    public CommandEnd Merge(string from, string into, DateTimeOffset? at = null) =>
        Do(new MergeAccounts(ProgramId, $"merge-{Events.Count}", from, into, At: at), from, into);

    /// <summary>What the sweeper does for one account.</summary>
    public void Sweep(string account, DateTimeOffset until)
    {
        var recorder = new Recorder(program, Account(account), Now);
        DueWork.CarryOut(recorder, until);
        Keep(recorder);
    }

    /// <summary>Advances the program's clock; sweeping is the sweeper's.</summary>
    public void Advance(DateTimeOffset to) => program = program.After(new ClockAdvanced(ProgramId, ProgramState.Manual, to, Now));

    private Outcome Decide(IOrderFact fact, Order order)
    {
        var account = order.Snapshot?.AccountId ?? (fact as OrderPlaced)?.AccountId;
        var recorder = new Recorder(program, account is null ? new Account(ProgramId, "") : Survivor(account), Now);
        var step = OrderFacts.Decide(recorder, order, fact, ContentHash.Of(fact), () => JsonSerializer.SerializeToElement(fact, fact.GetType(), Wire.Options));
        var outcome = step is Step.Ask ask ? ask.Then(OrderRules.Evaluate(program.Catalog, ask.Order, ask.Standing)) : ((Step.Done)step).Outcome;
        Keep(recorder);
        return outcome;
    }

    private void Keep(Recorder recorder) => Events.AddRange(recorder.Emitted.Select(emitted => emitted.Event));
}
