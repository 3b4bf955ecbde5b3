using Ledger.Contracts.V1;
using Ledger.Ledger.Domain;

namespace Ledger.Ledger.Host;

/// <summary>
/// Decides a batch of work in memory: accounts side by side, the facts of one account one after the other, so that later ones see
/// earlier ones. In each round every account that has work asks the rules at most once, all together.
/// </summary>
internal sealed class BatchDecision(StateCache cache, Programs programs, IEvaluations evaluations, DateTimeOffset recordedAt)
{
    private readonly List<Emitted> emitted = [];
    private readonly Dictionary<Work, Done> outcomes = [];
    private readonly HashSet<LoadedAccount> touched = [];
    private readonly List<CommandHandled> handled = [];
    private readonly HashSet<RewardStock> stocks = [];
    private AccountGroups groups = new(cache, []);

    /// <summary>Everything that happened, in order.</summary>
    public IReadOnlyList<Emitted> Emitted => emitted;

    /// <summary>Accounts whose state changed.</summary>
    public IReadOnlyCollection<LoadedAccount> Touched => touched;

    /// <summary>Commands that were carried out.</summary>
    public IReadOnlyList<CommandHandled> Handled => handled;

    /// <summary>Rewards whose stock changed.</summary>
    public IReadOnlyCollection<RewardStock> Stocks => stocks;

    public Rejections Rejections { get; } = new(recordedAt);

    /// <summary>How each piece of work ended; positions are counted within the batch from 1.</summary>
    public IReadOnlyDictionary<Work, Done> Outcomes => outcomes;

    public async Task DecideAsync(IReadOnlyList<Work> batch, Func<FactWork, string?> accountOf, CancellationToken ct)
    {
        groups = new AccountGroups(cache, batch);
        var queues = new Dictionary<(string Program, string Key), LinkedList<Work>>();
        foreach (var work in batch)
        {
            foreach (var key in KeysOf(work, accountOf))
            {
                if (!queues.TryGetValue(key, out var queue)) queues[key] = queue = [];
                queue.AddLast(work);
            }
        }

        var waiting = new List<(LinkedList<Work> Queue, FactWork Work, Recorder Recorder, Order Order, Step.Ask Ask)>();
        while (queues.Count > 0)
        {
            foreach (var (key, queue) in queues.ToList())
            {
                // What needs no rules is done at once; the queue stops at the first question, and where another account must come first.
                while (queue.First is { } first && IsTurn(first.Value, queues, waiting, accountOf))
                {
                    foreach (var one in KeysOf(first.Value, accountOf)) queues[one].RemoveFirst();
                    if (Begin(first.Value, queue, accountOf) is not { } question) continue;
                    waiting.Add(question);
                    break;
                }

                if (queue.Count == 0 && (waiting.Count == 0 || waiting[^1].Queue != queue)) queues.Remove(key);
            }

            if (waiting.Count == 0) continue;
            var answers = await evaluations.AskAsync([.. waiting.Select(w => new Question(w.Recorder.Catalog, w.Ask.Order, w.Ask.Standing))], ct);
            for (var i = 0; i < waiting.Count; i++)
            {
                var (queue, work, recorder, order, ask) = waiting[i];
                if (answers[i].Evaluation is not { } evaluation) throw new RefusedWorkException(work, Overflow());
                End(work, recorder, order, Guard(work, () => ask.Then(evaluation)), queue);
            }

            waiting.Clear();
        }
    }

    // A command between two accounts stands in the queues of both.
    private List<(string Program, string Key)> KeysOf(Work work, Func<FactWork, string?> accountOf)
    {
        switch (work)
        {
            case FactWork fact:
                return [accountOf(fact) is { } account ? (work.Program, $"a/{groups.Of(work.Program, account)}") : (work.Program, $"o/{Order.KeyOf(fact.Fact.Source, fact.Fact.OrderId)}")];
            case DueWorkOf due:
                return [(work.Program, $"a/{groups.Of(work.Program, due.Account)}")];
            case CommandWork { Account: { } named } command:
                var group = groups.Of(work.Program, named);
                var keys = new List<(string, string)>(2) { (work.Program, $"a/{group}") };
                if (command.Other is { } other && groups.Of(work.Program, other) is var second && second != group) keys.Add((work.Program, $"a/{second}"));
                return keys;
            case CommandWork command:
                return [(work.Program, $"c/{command.Command.Key}")];
            default:
                return [(work.Program, "-")];
        }
    }

    private bool IsTurn(
        Work work, Dictionary<(string Program, string Key), LinkedList<Work>> queues,
        List<(LinkedList<Work> Queue, FactWork Work, Recorder Recorder, Order Order, Step.Ask Ask)> waiting, Func<FactWork, string?> accountOf) =>
        work is not CommandWork { Other: not null }
        || KeysOf(work, accountOf).TrueForAll(key => queues[key].First!.Value == work && !waiting.Exists(asked => asked.Queue == queues[key]));

    private (LinkedList<Work> Queue, FactWork Work, Recorder Recorder, Order Order, Step.Ask Ask)? Begin(Work work, LinkedList<Work> queue, Func<FactWork, string?> accountOf)
    {
        switch (work)
        {
            case RejectWork reject:
                outcomes[work] = new Done(reject.Outcome, 0, Rejections.Keep(work.Program, reject.Outcome, reject.Payload, reject.Door, reject.FactType, reject.Source, reject.OrderId));
                return null;
            case DueWorkOf due:
                CarryOut(due);
                return null;
            case CommandWork command:
                outcomes[work] = Decide(command);
                return null;
            case FactWork fact:
                return Begin(fact, queue, accountOf(fact));
            default:
                throw new InvalidOperationException($"A batch has no {work.GetType().Name}.");
        }
    }

    private (LinkedList<Work> Queue, FactWork Work, Recorder Recorder, Order Order, Step.Ask Ask)? Begin(FactWork work, LinkedList<Work> queue, string? accountId)
    {
        if (work.Refused is { } refused)
        {
            Refuse(work, refused);
            return null;
        }

        if (programs.Find(work.Program) is not { Catalog.Versions.Count: > 0 } program)
        {
            Refuse(work, Outcome.Reject(Refusals.UnknownProgram, $"There is no published program {work.Program}."));
            return null;
        }

        var order = cache.Order(work.OrderKey)!;
        var account = accountId is null ? new Account(work.Program, "") : cache.Survivor(work.Program, accountId)!.Account;
        var recorder = new Recorder(program, account, recordedAt);
        var step = Guard(work, () => OrderFacts.Decide(recorder, order, work.Fact, work.Hash, () => work.Payload));
        if (step is Step.Ask ask) return (queue, work, recorder, order, ask);
        End(work, recorder, order, ((Step.Done)step).Outcome, queue);
        return null;
    }

    private Done Decide(CommandWork work)
    {
        if (work.Refused is { } refused) return new Done(refused, emitted.Count);
        if (programs.Find(work.Program) is not { Catalog.Versions.Count: > 0 } program)
        {
            return new Done(Outcome.Reject(Refusals.UnknownProgram, $"There is no published program {work.Program}."), emitted.Count);
        }

        var command = work.Command;
        if (SpendingCommands.Known(cache.Command(work.Program, command.Key), command.Key, work.Hash) is { } known) return new Done(known.Outcome, emitted.Count, Reply: known.Reply);
        if (work.Account is not { } id) return new Done(SpendingCommands.UnknownSubject(command).Outcome, emitted.Count);

        // What names an alias is about the account that it is; only a merge says that it is one.
        var survivor = cache.Survivor(work.Program, id)!;
        var loaded = command is MergeAccounts ? cache.Account(work.Program, id)! : survivor;
        var otherLoaded = work.Other is null ? null : cache.Survivor(work.Program, work.Other)!;
        var recorder = Try(program, loaded, command);
        var other = otherLoaded is null ? null : otherLoaded == loaded ? recorder : Try(program, otherLoaded, command);
        var order = work.OrderKey is { } key ? cache.Order(key) : null;
        var scope = new CommandScope(recorder, command)
        {
            Other = other,
            Survivor = survivor.Account.Id,
            Order = order?.Snapshot is { } snapshot && loaded.Account.Answers(snapshot.AccountId) ? order : null,
            Stock = work.Reward is { } reward ? cache.Stock(work.Program, reward) : null,
            NewVoucherCode = work.VoucherCode,
        };
        var end = Guard(work, () => SpendingCommands.Decide(scope, command, work.Hash));
        if (end.Reply is not { } reply) return new Done(end.Outcome, emitted.Count);

        loaded.Account = recorder.Account;
        Keep(recorder, loaded);
        if (other is not null && otherLoaded != loaded)
        {
            otherLoaded!.Account = other.Account;
            Keep(other, otherLoaded);
        }

        cache.Bind(work.Program, command.Key, new KnownCommand(work.Hash, reply));
        handled.AddRange(recorder.Emitted.Select(one => one.Event).OfType<CommandHandled>());
        if (scope.Stock is { } stock && recorder.Emitted.Count(one => one.StreamType == Streams.RewardType) is > 0 and var events)
        {
            stock.StreamVersion += events;
            stocks.Add(stock);
        }

        return new Done(end.Outcome, emitted.Count, Reply: reply);
    }

    // A refusal changes nothing, not even due work: where some is due, the command is tried on a copy. A merge looks at two clocks.
    private Recorder Try(ProgramState program, LoadedAccount loaded, ISpendingCommand command)
    {
        var recorder = new Recorder(program, loaded.Account, recordedAt);
        var isDue = command is MergeAccounts || DueWork.NextAt(program.Catalog, loaded.Account) <= CommandScope.NowOf(recorder, command);
        return isDue ? new Recorder(program, loaded.Account.Copy(), recordedAt) : recorder;
    }

    private void CarryOut(DueWorkOf due)
    {
        if (programs.Find(due.Program) is not { } program)
        {
            outcomes[due] = new Done(Outcome.Repeated, 0);
            return;
        }

        var loaded = cache.Account(due.Program, due.Account)!;
        var recorder = new Recorder(program, loaded.Account, recordedAt);
        DueWork.CarryOut(recorder, due.Until);
        Keep(recorder, loaded);
        // A hint that time alone has passed is also saved, so that the sweeper does not come for it again.
        touched.Add(loaded);
        outcomes[due] = new Done(recorder.Emitted.Count > 0 ? Outcome.Recorded : Outcome.Repeated, emitted.Count);
    }

    private void End(FactWork work, Recorder recorder, Order order, Outcome outcome, LinkedList<Work> queue)
    {
        // A refusal comes before anything was emitted for the fact; due work that it made plain stays carried out.
        if (recorder.Emitted.Count > 0)
        {
            var loaded = recorder.Account.Id.Length == 0 ? null : cache.Account(work.Program, recorder.Account.Id);
            Keep(recorder, loaded);
            foreach (var one in recorder.Emitted)
            {
                if (one.StreamType == Streams.OrderType) order.StreamVersion++;
            }
        }

        if (outcome.Kind == OutcomeKind.Rejected || (outcome.Kind == OutcomeKind.Conflict && (work.Door == Door.Bus || work.WasParked)))
        {
            Refuse(work, outcome);
            return;
        }

        outcomes[work] = new Done(outcome, emitted.Count);
        if (work.RedriveOf is { } rejected && outcome.Kind is not OutcomeKind.Conflict)
        {
            Redriven.TryAdd((work.Program, rejected), work.RedrivenBy);
        }

        if (outcome.Kind == OutcomeKind.Recorded && order.Parked.Count > 0) Unpark(order, queue);
    }

    /// <summary>Rejected facts that were driven again and are recorded now.</summary>
    public Dictionary<(string Program, string RejectedId), string?> Redriven { get; } = [];

    // Parked facts are applied when the order comes, by effective time, then arrival (domain.md §2).
    private static void Unpark(Order order, LinkedList<Work> queue)
    {
        foreach (var parked in OrderFacts.Waiting(order).Reverse())
        {
            var fact = FactReader.ReadKept(parked.Payload, parked.FactType);
            if (queue.OfType<FactWork>().Any(waiting => waiting.WasParked && waiting.Hash == parked.ContentHash)) continue;
            queue.AddFirst(new FactWork(fact, parked.ContentHash, () => parked.Payload, Door.Http) { WasParked = true });
        }
    }

    private void Refuse(FactWork work, Outcome outcome)
    {
        // What is refused once more is in the list already, whatever the reason is this time.
        var id = work.RedriveOf
            ?? Rejections.Keep(work.Program, outcome, work.Raw?.Invoke() ?? work.Payload.GetRawText(), work.Door, work.Fact.GetType().Name, work.Fact.Source, work.Fact.OrderId);
        outcomes[work] = new Done(outcome, emitted.Count, id);
        var order = cache.Order(work.OrderKey);
        if (order is null) return;
        if (work.WasParked) Unpark(order, work.Hash);
        if (work.Fact is not OrderPlaced || order.IsRecorded) return;

        // The order is refused for good, and so is what waited for it.
        foreach (var parked in order.Parked.ToList())
        {
            Rejections.Keep(
                order.Program, Outcome.Reject(Refusals.OrderRejected, $"Its order was rejected: {outcome.Message}"), parked.Payload.GetRawText(), Door.Http,
                parked.FactType, order.Source, order.Id);
            Unpark(order, parked.ContentHash);
        }
    }

    private void Unpark(Order order, string hash)
    {
        var unparked = new FactUnparked(order.Program, order.Source, order.Id, hash, recordedAt, recordedAt);
        emitted.Add(new Emitted(Streams.Order(order.Source, order.Id), Streams.OrderType, unparked));
        Evolve.Order(order, unparked);
        order.StreamVersion++;
    }

    private void Keep(Recorder recorder, LoadedAccount? loaded)
    {
        emitted.AddRange(recorder.Emitted);
        if (loaded is null) return;
        touched.Add(loaded);
        foreach (var one in recorder.Emitted)
        {
            if (one.StreamType == Streams.AccountType) loaded.Account.StreamVersion++;
        }
    }

    private static T Guard<T>(Work work, Func<T> decide)
    {
        try
        {
            return decide();
        }
        catch (OverflowException)
        {
            throw new RefusedWorkException(work, Overflow());
        }
    }

    private static Outcome Overflow() => Outcome.Reject(Refusals.Overflow, "A result is beyond what the ledger can hold.");
}

/// <summary>Deciding a piece of work failed half-way: what is in memory is of no use, and the batch is decided again without it.</summary>
internal sealed class RefusedWorkException(Work work, Outcome outcome) : Exception(outcome.Message)
{
    public Work Work { get; } = work;

    public Outcome Outcome { get; } = outcome;
}
