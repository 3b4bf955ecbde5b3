using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Domain.Deciding;
using Ledger.Domain.Due;
using Ledger.Domain.Postings;

namespace Ledger.Domain.Rewards;

/// <summary>Credits the prizes of challenges and draws (mechanics.md §8, §9), at the later of their time and the account's clock.</summary>
internal static class Prizes
{
    public static void Award(Recorder recorder, AwardPrize award)
    {
        var now = recorder.WhenDue(award.At);
        DueWork.CarryOut(recorder, now);
        var version = recorder.Catalog.Version(award.ProgramVersion);
        var kind = award.Period is null ? CauseKindNames.Draw : CauseKindNames.Challenge;
        var cause = new Cause(kind, Rule: award.Rule, Period: award.Period);
        if (award.Prize.Reward is { } reward)
        {
            var id = string.Create(
                CultureInfo.InvariantCulture, $"{award.Rule}{(award.Period is null ? "" : "-")}{award.Period}-{award.Number}");
            Grants.Issue(recorder, new GrantOrigin(id, award.Rule, award.Number, award.Period), reward, version, cause, now);
        }
        else
        {
            RuledCredit.Once(recorder, award.Prize.Unit!, award.Prize.Amount, award.Rule, version, cause, now);
        }

        DueWork.CarryOut(recorder, recorder.WhenDue(now));
    }
}
