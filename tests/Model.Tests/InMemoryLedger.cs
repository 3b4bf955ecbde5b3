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
    private readonly Dictionary<string, KnownCommand> commands = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> subjects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RewardStock> stocks = new(StringComparer.Ordinal);
    private readonly string program;
    private ProgramState state;

    public InMemoryLedger(string program, IEnumerable<string> versions)
    {
        this.program = program;
        state = ProgramState.Empty(program);
        foreach (var text in versions) Publish(text);
    }

    /// <summary>Publishes a version; orders that are there already are measured in the scopes that it brings.</summary>
    public void Publish(string text)
    {
        using var parsed = JsonDocument.Parse(text);
        var document = parsed.RootElement.Clone();
        var number = document.GetProperty("version").GetInt32();
        var before = state.Catalog;
        var drafted = ProgramVersions.Draft(state, program, number, document, state.StreamVersion == 0 ? ProgramState.Manual : null, ReceivedAt);
        if (drafted.Errors is { Count: > 0 } errors) throw new InvalidOperationException(string.Join("; ", errors.Select(e => $"{e.Path} {e.Code} {e.Message}")));
        Take(drafted);
        Take(ProgramVersions.Publish(state, program, number, ReceivedAt));
        var merged = accounts.Values.Where(account => account.MergedInto is not null).ToDictionary(account => account.Id, account => account.MergedInto!, StringComparer.Ordinal);
        var measured = NewScopes.Measure(state.Catalog, NewScopes.Between(before, state.Catalog), orders.Values.Where(order => order.Snapshot is not null), merged);
        foreach (var (id, measurements) in measured)
        {
            var recorder = new Recorder(state, accounts[id], ReceivedAt);
            foreach (var (scope, recordedFor, months) in measurements) recorder.Emit(new ScopeMeasured(program, id, scope, months, recorder.Account.Clock, ReceivedAt, recordedFor));
        }
    }

    /// <summary>The server's clock, for all of a history.</summary>
    public static DateTimeOffset ReceivedAt { get; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public ProgramState Program => state;

    public string ProgramId => program;

    public IEnumerable<Account> Accounts => accounts.Values.OrderBy(account => account.Id, StringComparer.Ordinal);

    public Outcome Advance(DateTimeOffset to)
    {
        var decision = ProgramClock.Advance(state, program, to, ReceivedAt);
        Take(decision);
        foreach (var account in accounts.Values)
        {
            DueWork.CarryOut(new Recorder(state, account, ReceivedAt), state.ClockAt);
        }

        return decision.Outcome;
    }

    public Outcome Apply(IOrderFact fact)
    {
        if (FactChecks.Check(fact, ReceivedAt) is { } refusal) return refusal;
        var outcome = Decide(fact, ContentHash.Of(fact));
        var order = OrderOf(fact);
        if (outcome.Kind != OutcomeKind.Recorded) return outcome;
        foreach (var parked in OrderFacts.Waiting(order))
        {
            var ended = Decide(Read(parked), parked.ContentHash);
            if (ended.Kind == OutcomeKind.Recorded) continue;
            Evolve.Order(order, new FactUnparked(program, order.Source, order.Id, parked.ContentHash, ReceivedAt, ReceivedAt));
        }

        return outcome;
    }

    public Outcome Do(ISpendingCommand command)
    {
        if (CommandChecks.Check(command, ReceivedAt) is { } malformed) return malformed;
        var hash = CommandHash.Of(command);
        if (SpendingCommands.Known(commands.GetValueOrDefault(command.Key), command.Key, hash) is { } known) return known.Outcome;
        if (SubjectOf(command) is not { } id) return SpendingCommands.UnknownSubject(command).Outcome;
        var other = (command as TransferPoints)?.ToAccountId ?? (command as MergeAccounts)?.Into;

        // Whatever is refused happened only to copies.
        // What names an alias is about the account that it is; only a merge says that it is one.
        var survivor = AccountOf(id);
        var account = (command is MergeAccounts && accounts.TryGetValue(id, out var merged) ? merged : survivor).Copy();
        var recorder = new Recorder(state, account, ReceivedAt);
        var otherAccount = other is null ? null : AccountOf(other);
        var otherRecorder = otherAccount is null ? null : otherAccount.Id == account.Id ? recorder : new Recorder(state, otherAccount.Copy(), ReceivedAt);
        var reward = RewardOf(command, account) ?? "";
        if (!stocks.TryGetValue(reward, out var stock)) stocks[reward] = stock = new RewardStock(program, reward);
        var scope = new CommandScope(recorder, command) { Other = otherRecorder, Survivor = survivor.Id, Order = NamedBy(command, id), Stock = stock, NewVoucherCode = $"V-{command.Key}" };
        var end = SpendingCommands.Decide(scope, command, hash);
        if (end.Reply is not { } reply) return end.Outcome;
        commands[command.Key] = new KnownCommand(hash, reply);
        subjects[command.Key] = account.Id;
        if (reply.Voucher is { } code) subjects.TryAdd(code, account.Id);
        accounts[account.Id] = account;
        if (otherRecorder is not null) accounts[otherRecorder.Account.Id] = otherRecorder.Account;
        return end.Outcome;
    }

    private string? SubjectOf(ISpendingCommand command) => command switch
    {
        HoldPoints hold => hold.AccountId,
        RedeemPoints redeem => redeem.AccountId,
        AdjustPoints adjust => adjust.AccountId,
        TransferPoints transfer => transfer.FromAccountId,
        MergeAccounts merge => merge.AccountId,
        CaptureHold capture => subjects.GetValueOrDefault(capture.HoldId),
        ReleaseHold release => subjects.GetValueOrDefault(release.HoldId),
        ReverseRedemption reverse => subjects.GetValueOrDefault(reverse.RedemptionId),
        ApproveAdjustment approve => subjects.GetValueOrDefault(approve.AdjustmentId),
        RejectAdjustment reject => subjects.GetValueOrDefault(reject.AdjustmentId),
        RedeemVoucher use => subjects.GetValueOrDefault(use.Code),
        CancelVoucher cancel => subjects.GetValueOrDefault(cancel.Code),
        _ => null,
    };

    private static string? RewardOf(ISpendingCommand command, Account account) => command switch
    {
        RedeemPoints redeem => redeem.Reward,
        ReverseRedemption reverse => account.Spending.Redemptions.GetValueOrDefault(reverse.RedemptionId)?.Reward,
        _ => null,
    };

    private Order? NamedBy(ISpendingCommand command, string account)
    {
        var (source, id) = command switch
        {
            HoldPoints hold => (hold.Source, hold.OrderId),
            RedeemPoints redeem => (redeem.Source, redeem.OrderId),
            _ => (null, null),
        };
        return source is not null && orders.TryGetValue(Order.KeyOf(source, id!), out var order) && order.Snapshot is { } snapshot && AccountOf(account).Answers(snapshot.AccountId) ? order : null;
    }

    private Outcome Decide(IOrderFact fact, string hash)
    {
        var order = OrderOf(fact);
        var accountId = order.Snapshot?.AccountId ?? (fact as OrderPlaced)?.AccountId;
        var account = accountId is null ? new Account(program, "") : AccountOf(accountId);
        var recorder = new Recorder(state, account, ReceivedAt);
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

    /// <summary>The account that a name stands for, through all merges.</summary>
    private Account AccountOf(string id)
    {
        if (!accounts.TryGetValue(id, out var account)) accounts[id] = account = new Account(program, id);
        return account.MergedInto is { } survivor ? AccountOf(survivor) : account;
    }

    private void Take(ProgramDecision decision) => state = decision.Events.Aggregate(state, (before, happened) => before.After(happened));
}
