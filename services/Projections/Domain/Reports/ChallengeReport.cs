using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Numbers;
using Ledger.Rules.Domain.Program;

namespace Ledger.Projections.Domain.Reports;

/// <summary>Closed challenges as <c>challenges.csv</c> and answers show them (mechanics.md §8, §12).</summary>
public static class ChallengeReport
{
    public const string Header = "challenge,period,rank,accountId,metric,prize";

    /// <summary>A metric as it is shown: rounded money for spend, otherwise a whole number.</summary>
    public static decimal Metric(ProgramVersion version, Metric kind, Exact metric)
    {
        ArgumentNullException.ThrowIfNull(version);
        return kind == Rules.Domain.Program.Metric.Spend
            ? ValueFormat.Scaled(version.MoneyRounding.Round(metric, version.MinorDigits), version.MinorDigits)
            : (long)metric.Floor();
    }

    /// <summary>The lines of a closed period: its ranks with a prize.</summary>
    /// <param name="version">The version that rules it.</param>
    public static IEnumerable<string[]> Rows(ProgramVersion version, ChallengeClosed closed)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(closed);
        var kind = version.Challenges.First(challenge => challenge.Id == closed.Challenge).Metric;
        foreach (var rank in closed.Ranks)
        {
            if (Prize(version, rank) is not { } prize) continue;
            yield return
            [
                closed.Challenge, closed.Period, rank.Rank.ToString(CultureInfo.InvariantCulture), rank.AccountId,
                Metric(version, kind, rank.Metric).ToString(CultureInfo.InvariantCulture), prize,
            ];
        }
    }

    // unit:amount, or reward:id; null for a rank without a prize.
    private static string? Prize(ProgramVersion version, ChallengeRank rank) => rank switch
    {
        { Reward: { } reward } => $"reward:{reward}",
        { Unit: { } unit, Amount: { } amount } => $"{unit}:{ValueFormat.Amount(amount, unit, version.MinorDigits)}",
        _ => null,
    };
}
