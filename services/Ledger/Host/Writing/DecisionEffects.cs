using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Deciding;
using Ledger.Domain.Spending;
using Ledger.Host.State;

namespace Ledger.Host.Writing;

/// <summary>Puts decisions into the cache, so that everything decided later sees them, and into what the batch saves and answers.</summary>
internal sealed class DecisionEffects(StateCache cache, DateTimeOffset recordedAt)
{
    /// <summary>What the batch saves and answers.</summary>
    public DecidedBatch Decided { get; } = new(recordedAt);

    /// <summary>Takes over the decision of a work item.</summary>
    /// <param name="before">The state that it was decided on.</param>
    public void Apply(Work work, LedgerState before, Decision.Events events)
    {
        var after = events.After;
        Decided.Happened.AddRange(events.Happened);
        Apply(before.Account, after.Account);
        Apply(before.Other, after.Other);
        if (after.Order is { } order && order != before.Order) cache.Set(order);
        if (after.Fact is { } fact && fact != before.Fact) cache.Set(fact);
        if (after.Budget is { } budget)
        {
            if (budget != before.Budget) cache.Set(budget);
            if (events.Happened.Count > 0) Decided.Budgets.Add(budget.Program);
        }

        if (after.Stock is { } stock && stock != before.Stock)
        {
            cache.Set(stock);
            Decided.Rewards.Add(new RewardKey(stock.Program, stock.Reward));
        }

        var replyJson = default(JsonElement);
        for (var i = 0; i < events.Happened.Count; i++)
        {
            var happened = events.Happened[i].Event;
            if (happened is OrderRecorded recorded) cache.KnowNewOrder(recorded.Program, after.Account!.Id, after.Order!.Key);
            if (happened is GrantIssued grant) cache.Grants.Issue(grant.Program, grant.GrantId);
            if (happened is ActivityRecorded activity)
            {
                cache.KnowNewOrder(activity.Program, after.Account!.Id, Lot.OfActivity(activity.ActivityId));
            }
            if (happened is not CommandHandled handled) continue;
            replyJson = handled.Reply;
            Decided.Handled.Add(handled);
            cache.Commands.Bind(new CommandKey(handled.Program, handled.Key), new KnownCommand(handled.ContentHash, events.Reply!));
        }

        Decided.Outcomes[work] = new Done(events.Outcome, Decided.Happened.Count, Reply: events.Reply, ReplyJson: replyJson);
    }

    private void Apply(Account? before, Account? after)
    {
        if (after is null || after == before) return;
        Decided.Touched.Add(cache.Set(after));
    }
}
