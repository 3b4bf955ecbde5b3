using System.Globalization;
using Ledger.Domain.Accounts;
using Ledger.Domain.Mechanics;
using Ledger.Domain.Postings;
using Ledger.Rules.Domain.Mechanics;

namespace Ledger.Domain.Rewards;

/// <summary>
/// Milestones: a reward each time the scoped net has grown by a configured amount (mechanics.md §4). Issued after an order, amendment or
/// return, and never taken back.
/// </summary>
internal sealed class Milestones : Mechanic
{
    public override IEnumerable<EventCase<Account>> Events => [];

    public override void Follow(Recorder recorder, RecordedFact fact)
    {
        if (!fact.ChangesOrder) return;
        var version = recorder.Catalog.VersionForDueWork(fact.Now);
        foreach (var milestone in version.Milestones)
        {
            var total = MilestoneRules.Total(recorder.Catalog, version, milestone, recorder.Account.Measures);
            var issued = recorder.Account.Mechanics.Issued.GetValueOrDefault(milestone.Id);
            var due = MilestoneRules.Due(milestone, total, issued);
            for (var number = issued + 1; number <= issued + due; number++)
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"{milestone.Id}-{recorder.Account.Id}-{number}");
                var cause = fact.Cause with { Kind = CauseKindNames.Milestone, Rule = milestone.Id };
                Grants.Issue(recorder, new GrantOrigin(id, milestone.Id, number), milestone.Reward, version, cause, fact.Now);
            }
        }
    }
}
