using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Evaluation;

/// <summary>Stable codes of the reasons why a rule gave nothing, except those of dates, conditions and beaten-by.</summary>
internal static class Reasons
{
    public const string NoLineInScope = "no-line-in-scope";
    public const string BelowFirstStep = "below-first-step";
    public const string ZeroPercent = "zero-percent";
    public const string ZeroPoints = "zero-points";
    public const string ZeroAmount = "zero-amount";
    public const string WindDown = "wind-down";
    public const string PartnerMayNotIssue = "partner-may-not-issue";
    public const string NoRule = "no-rule";
    public const string Score = "score";
    public const string Cap = "cap";

    public static string? FailureOf(this FrozenContext frozen, string ruleKey)
    {
        for (var i = 0; i < frozen.Failed.Count; i++)
        {
            if (frozen.Failed[i].Rule == ruleKey) return frozen.Failed[i].Reason;
        }

        return null;
    }

    public static Exact MetricOf(this FrozenContext frozen, string ruleKey)
    {
        for (var i = 0; i < frozen.Metrics.Count; i++)
        {
            if (frozen.Metrics[i].Rule == ruleKey) return frozen.Metrics[i].Metric;
        }

        return default;
    }
}
