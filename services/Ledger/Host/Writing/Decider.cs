using Ledger.Contracts.V1;
using Ledger.Domain;
using Ledger.Domain.Deciding;
using Ledger.Domain.Orders;
using Ledger.Domain.ProgramFacts;
using Ledger.Domain.Spending;
using Ledger.Host.State;

namespace Ledger.Host.Writing;

/// <summary>
/// Decides a loaded batch in memory: each work item by <see cref="Decisions.Decide"/>, on the state after the items before it. The work of
/// one account is decided in order, different accounts independently. In each round every account asks the rules at most one question, and
/// all questions of a round go to the rules together.
/// </summary>
internal sealed class Decider(
    StateCache cache, Programs programs, IEvaluations evaluations, Loader loader, DateTimeOffset recordedAt)
{
    private readonly DecisionEffects effects = new(cache, recordedAt);
    private readonly List<CommandWork> refusedCommands = [];

    private DecidedBatch Decided => effects.Decided;

    /// <param name="batch">The batch, with its state in memory.</param>
    public async Task<DecidedBatch> DecideAsync(LoadedBatch batch, CancellationToken ct)
    {
        Decided.Outcomes.EnsureCapacity(batch.Work.Count);
        var lanes = new WorkLanes(batch.Work, batch.KeysOf);
        while (!lanes.IsEmpty)
        {
            var asking = new List<AskedWork>();
            foreach (var lane in lanes.All)
            {
                // Decides the lane's work until an item needs the rules' answer, or must wait for its turn in another lane.
                while (lanes.Take(lane) is { } work)
                {
                    if (Decide(new AskedWork(lane, work, batch.AccountOf(work), null), null) is { } question) asking.Add(question);
                }

                lanes.RemoveIfDone(lane);
            }

            while (asking.Count > 0) asking = await AnswerAsync(asking, ct);
        }

        if (refusedCommands.Count > 0 && !batch.HasLookedUpKeys) await FindRepeatsAsync(ct);
        return Decided;
    }

    // A refused command may have a key that an earlier command is bound to. Then it gets that command's answer, or is refused as a conflict
    // if its content differs.
    private async Task FindRepeatsAsync(CancellationToken ct)
    {
        await loader.LoadKeysAsync(refusedCommands, ct);
        foreach (var work in refusedCommands.FindAll(work => cache.Commands.IsStored(work.Key))) Decide(work);
    }

    private async Task<List<AskedWork>> AnswerAsync(List<AskedWork> asking, CancellationToken ct)
    {
        var answers = await evaluations.AskAsync([.. asking.Select(one => one.Request!)], ct);
        var again = new List<AskedWork>();
        for (var i = 0; i < asking.Count; i++)
        {
            asking[i].Lane.IsAsking = false;
            if (Decide(asking[i], new Evaluated(asking[i].Request!, answers[i].Evaluation)) is { } question) again.Add(question);
        }

        return again;
    }

    // Decides one work item. Returns the question that the rules must answer first, or null when the item is decided.
    private AskedWork? Decide(AskedWork one, Evaluated? evaluated)
    {
        switch (one.Work)
        {
            case RejectWork reject:
                var refused = new RefusedFact(
                    reject.Program, reject.Outcome, reject.Payload, reject.FactType, reject.Source, reject.OrderId);
                Decided.Outcomes[reject] = new Done(reject.Outcome, 0, Decided.Rejections.Add(refused, reject.Transport));
                return null;
            case RedrivenWork redriven:
                Decided.Rejections.Redriven(redriven.Program, redriven.RejectedId, redriven.Principal);
                Decided.Outcomes[redriven] = new Done(Outcome.Recorded, 0);
                return null;
            case DueWorkOf due:
                CarryOut(due);
                return null;
            case PrizeWork prize:
                Award(prize);
                return null;
            case CommandWork command:
                Decide(command);
                return null;
            case FactWork fact:
                if (Decide(fact, one, evaluated) is not { } request) return null;
                one.Lane.IsAsking = true;
                return one with { Request = request };
            default:
                throw new InvalidOperationException($"A batch has no {one.Work.GetType().Name}.");
        }
    }

    private EvaluationRequest? Decide(FactWork work, AskedWork one, Evaluated? evaluated)
    {
        if (work.Refused is { } malformed)
        {
            Refuse(work, malformed);
            return null;
        }

        if (work.ReleasedFrom is { } ahead)
        {
            Decided.Released.Add(ahead);
            // Another process released the fact, or it was sent again and recorded meanwhile.
            if (!IsParked(work))
            {
                Decided.Outcomes[work] = new Done(Outcome.Repeated, 0);
                return null;
            }
        }

        var account = one.Account is { } id ? cache.Survivor(work.Program, id)!.Account : null;
        var state = new LedgerState(ProgramOf(work), account)
        {
            Order = work is OrderFactWork order ? cache.Order(order.OrderKey)! : null,
            Fact = work is ProgramFactWork fact ? cache.Fact(fact.Key)! : null,
            Budget = cache.Budget(work.Program),
            TakenGrants = cache.Grants.TakenIn(work.Program),
        };
        switch (Decisions.Decide(state, work.Command(recordedAt, SeedOf(state.Program, work)), evaluated))
        {
            case Decision.NeedsEvaluation needs:
                return needs.Request;
            case Decision.Refusal refusal:
                Refuse(work, refusal.Outcome);
                return null;
            case Decision.Events events:
                effects.Apply(work, state, events);
                if (work.RedriveOf is { } rejected) Decided.Rejections.Redriven(work.Program, rejected, work.RedrivenBy);
                if (events.Outcome.Kind == OutcomeKind.Recorded) Unpark(events.After, recordedAt, one.Lane);
                return null;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    // A fact issues a voucher only as the reward of a milestone.
    private static string SeedOf(ProgramState program, FactWork work) =>
        program.Catalog.Versions.Any(version => version.Milestones.Count > 0) ? work.CodeSeed : "";

    // Parked facts that can be applied go to the front of the lane: they are decided next, like any other fact.
    private static void Unpark(LedgerState after, DateTimeOffset now, WorkLane lane)
    {
        if (after.Order is { } order)
        {
            foreach (var parked in Parking.ToApply(order, now).Reverse()) Unpark(parked.FactType, parked.ContentHash, parked.Payload, lane);
        }

        if (after.Fact is { } fact)
        {
            foreach (var parked in ParkedFacts.ToApply(fact, now).Reverse())
            {
                Unpark(parked.FactType, parked.ContentHash, parked.Payload, lane);
            }
        }
    }

    private static void Unpark(string factType, string hash, System.Text.Json.JsonElement payload, WorkLane lane)
    {
        if (lane.Work.OfType<FactWork>().Any(waiting => waiting.WasParked && waiting.Hash == hash)) return;
        lane.Work.AddFirst(FactWork.OfParked(factType, hash, payload));
    }

    private bool IsParked(FactWork work) => work switch
    {
        OrderFactWork order => cache.Order(order.OrderKey)!.Parked.Exists(parked => parked.ContentHash == work.Hash),
        ProgramFactWork fact => cache.Fact(fact.Key)!.Parked.Exists(parked => parked.ContentHash == work.Hash),
        _ => throw new System.Diagnostics.UnreachableException($"{work.GetType().Name} is no fact."),
    };

    private void Refuse(FactWork work, Outcome outcome)
    {
        // A conflict is answered to an HTTP caller; over the bus and for parked facts nobody waits for an answer, so it is stored.
        var isKept = outcome.Kind == OutcomeKind.Rejected || work.Transport == Transport.Bus || work.WasParked;
        Decided.Outcomes[work] = new Done(outcome, Decided.Happened.Count, isKept ? Store(work, outcome) : null);
        if (!isKept) return;
        if (work is ProgramFactWork program)
        {
            if (work.WasParked) Apply(ParkedFacts.Refused(cache.Fact(program.Key)!, work.Hash, recordedAt));
            return;
        }

        if (work is not OrderFactWork placed || cache.Order(placed.OrderKey) is not { } order) return;
        var after = Parking.Refused(order, placed.Fact, outcome, work.WasParked ? work.Hash : null, recordedAt);
        foreach (var refused in after.Refused) Decided.Rejections.Add(refused, Transport.Http);
        Decided.Happened.AddRange(after.Happened);
        cache.Set(after.Order);
    }

    private void Apply((IReadOnlyList<Emitted> Happened, FactStream Fact) after)
    {
        Decided.Happened.AddRange(after.Happened);
        cache.Set(after.Fact);
    }

    // A redriven fact that is refused again is in the list already, even if the reason differs this time.
    private string Store(FactWork work, Outcome outcome)
    {
        if (work.RedriveOf is { } known) return known;
        var order = work.Fact as IOrderFact;
        var payload = work.Raw?.Invoke() ?? work.Payload.GetRawText();
        return Decided.Rejections.Add(
            new RefusedFact(work.Program, outcome, payload, work.Fact.GetType().Name, order?.Source, order?.OrderId), work.Transport);
    }

    private void Decide(CommandWork work)
    {
        var command = work.Command;
        // A command that names an alias is about its survivor. Only a merge is decided on the alias itself, and refused because it is one.
        var survivor = work.Account is { } id ? cache.Survivor(work.Program, id)!.Account : null;
        var account = command is MergeAccounts && work.Account is { } merged ? cache.Account(work.Program, merged)!.Account : survivor;
        var paid = SpendingCommands.OrderOf(command, account);
        var named = paid is null ? null : cache.Order(new OrderKey(work.Program, paid.Source, paid.OrderId));
        var state = new LedgerState(ProgramOf(work), account)
        {
            Other = work.Other is { } other ? cache.Survivor(work.Program, other)!.Account : null,
            Survivor = survivor?.Id,
            Named = named?.Snapshot is { } snapshot && account?.Answers(snapshot.AccountId) is true ? named : null,
            Stock = work.Reward is { } reward ? cache.Stock(new RewardKey(work.Program, reward)) : null,
            Bound = cache.Commands.Find(work.Key),
            Budget = cache.Budget(work.Program),
            TakenGrants = cache.Grants.TakenIn(work.Program),
        };
        switch (Decisions.Decide(state, new HandleCommand(command, work.Hash, work.VoucherCode, recordedAt)))
        {
            case Decision.Events events:
                effects.Apply(work, state, events);
                break;
            case Decision.Refusal refusal:
                refusedCommands.Add(work);
                Decided.Outcomes[work] = new Done(refusal.Outcome, Decided.Happened.Count);
                break;
            default:
                throw new System.Diagnostics.UnreachableException("No command asks the rules.");
        }
    }

    private void CarryOut(DueWorkOf work)
    {
        if (programs.Find(work.Program) is not { } program)
        {
            Decided.Outcomes[work] = new Done(Outcome.Repeated, 0);
            return;
        }

        var loaded = cache.Account(work.Program, work.Account)!;
        var state = new LedgerState(program, loaded.Account)
        {
            Budget = cache.Budget(work.Program),
            TakenGrants = cache.Grants.TakenIn(work.Program),
        };
        effects.Apply(work, state, Happened(Decisions.Decide(state, new CarryOutDue(work.Until, recordedAt)), work.Account));
        loaded.LookedAt(work.Until);
        // Saved even when nothing was due, so that the row gets its next due time and the sweeper does not select it again.
        Decided.Touched.Add(loaded);
    }

    private void Award(PrizeWork work)
    {
        var state = new LedgerState(ProgramOf(work), cache.Survivor(work.Program, work.Account)!.Account)
        {
            Budget = cache.Budget(work.Program),
            TakenGrants = cache.Grants.TakenIn(work.Program),
        };
        effects.Apply(work, state, Happened(Decisions.Decide(state, work.Prize with { RecordedAt = recordedAt }), work.Account));
    }

    /// <summary>
    /// The events of work that no caller asked for. A refusal of such work is an error of the service, because it has no one to go to.
    /// </summary>
    /// <exception cref="InvalidOperationException">The work was refused.</exception>
    public static Decision.Events Happened(Decision decision, string account) => decision as Decision.Events
        ?? throw new InvalidOperationException(
            $"What is due for account {account} cannot be recorded: {(decision as Decision.Refusal)?.Outcome.Message}");

    private ProgramState ProgramOf(Work work) => programs.Find(work.Program) ?? ProgramState.Empty(work.Program);

    /// <summary>A work item and the question that the rules must answer before it is decided.</summary>
    /// <param name="Account">The account that the item is about; null when it is unknown.</param>
    private sealed record AskedWork(WorkLane Lane, Work Work, string? Account, EvaluationRequest? Request);
}
