namespace Ledger.Contracts.V1;

/// <summary>Writes an order's evaluation for <see cref="StoredJson"/>.</summary>
internal static class StoredEvaluations
{
    public static void Write(JsonBuilder json, DiscountComputed computed)
    {
        json.Open('{');
        json.Member("accountId"u8, computed.AccountId);
        json.Member("effectiveAt"u8, computed.EffectiveAt);
        json.Name("evaluation"u8);
        Write(json, computed.Evaluation);
        json.Member("month"u8, computed.Month);
        json.Member("orderId"u8, computed.OrderId);
        if (computed.Previous is { } previous)
        {
            json.Name("previous"u8);
            Write(json, previous);
        }

        json.Member("program"u8, computed.Program);
        json.Member("programVersion"u8, computed.ProgramVersion);
        json.Member("rebatePeriods"u8, computed.RebatePeriods, Write);
        json.Member("recordedAt"u8, computed.RecordedAt);
        json.Member("recordedFor"u8, computed.RecordedFor);
        json.Member("source"u8, computed.Source);
        json.Close('}');
    }

    private static void Write(JsonBuilder json, OrderEvaluation evaluation)
    {
        json.Open('{');
        json.Member("discounts"u8, evaluation.Discounts, Write);
        json.Member("earning"u8, evaluation.Earning, Write);
        json.Member("entitled"u8, evaluation.Entitled);
        json.Name("frozen"u8);
        Write(json, evaluation.Frozen);
        json.Member("funds"u8, evaluation.Funds, Write);
        json.Member("gross"u8, evaluation.Gross);
        json.Member("lines"u8, evaluation.Lines, Write);
        json.Name("measures"u8);
        Write(json, evaluation.Measures);
        json.Member("net"u8, evaluation.Net);
        json.Member("owners"u8, evaluation.Owners, Write);
        json.Member("points"u8, evaluation.Points);
        json.Member("stated"u8, evaluation.Stated);
        json.Member("variance"u8, evaluation.Variance);
        json.Close('}');
    }

    private static void Write(JsonBuilder json, FrozenContext frozen)
    {
        json.Open('{');
        json.Member("failed"u8, frozen.Failed, Write);
        json.Member("metrics"u8, frozen.Metrics, Write);
        json.Member("ordersInScope"u8, frozen.OrdersInScope, static (json, scope) => json.Text(scope));
        json.Member("programVersion"u8, frozen.ProgramVersion);
        json.Member("rate"u8, frozen.Rate);
        json.Member("scopesKnown"u8, frozen.ScopesKnown);
        json.Member("tier"u8, frozen.Tier);
        json.Member("tierMultiplier"u8, frozen.TierMultiplier);
        json.Member("triggers"u8, frozen.Triggers, static (json, trigger) => json.Text(trigger));
        json.Close('}');
    }

    private static void Write(JsonBuilder json, OrderMeasures measures)
    {
        json.Open('{');
        json.Member("points"u8, measures.Points);
        json.Member("scopes"u8, measures.Scopes, Write);
        json.Close('}');
    }

    private static void Write(JsonBuilder json, ScopeMeasure measure)
    {
        json.Open('{');
        json.Member("counts"u8, measure.Counts);
        json.Member("net"u8, measure.Net);
        json.Member("scope"u8, measure.Scope);
        json.Close('}');
    }

    private static void Write(JsonBuilder json, DiscountOutcome outcome)
    {
        json.Open('{');
        json.Member("applied"u8, outcome.Applied);
        json.Member("group"u8, outcome.Group);
        json.Member("metric"u8, outcome.Metric);
        json.Member("percent"u8, outcome.Percent);
        json.Member("reason"u8, outcome.Reason);
        json.Member("rule"u8, outcome.Rule);
        json.Close('}');
    }

    private static void Write(JsonBuilder json, EarningOutcome outcome)
    {
        json.Open('{');
        json.Member("applied"u8, outcome.Applied);
        json.Member("base"u8, outcome.Base);
        json.Member("owner"u8, outcome.Owner);
        json.Member("points"u8, outcome.Points);
        json.Member("rate"u8, outcome.Rate);
        json.Member("reason"u8, outcome.Reason);
        json.Member("rule"u8, outcome.Rule);
        json.Close('}');
    }

    private static void Write(JsonBuilder json, FundOutcome outcome)
    {
        json.Open('{');
        json.Member("amount"u8, outcome.Amount);
        json.Member("applied"u8, outcome.Applied);
        json.Member("base"u8, outcome.Base);
        json.Member("fund"u8, outcome.Fund);
        json.Member("percent"u8, outcome.Percent);
        json.Member("reason"u8, outcome.Reason);
        json.Close('}');
    }

    private static void Write(JsonBuilder json, RuleReason failed)
    {
        json.Open('{');
        json.Member("reason"u8, failed.Reason);
        json.Member("rule"u8, failed.Rule);
        json.Close('}');
    }

    private static void Write(JsonBuilder json, RuleMetric metric)
    {
        json.Open('{');
        json.Member("metric"u8, metric.Metric);
        json.Member("rule"u8, metric.Rule);
        json.Close('}');
    }

    private static void Write(JsonBuilder json, OwnerPoints owner)
    {
        json.Open('{');
        json.Member("owner"u8, owner.Owner);
        json.Member("points"u8, owner.Points);
        json.Close('}');
    }

    // The same form as LineShareJsonConverter writes.
    private static void Write(JsonBuilder json, LineShare share)
    {
        json.Open('[');
        json.Text(share.LineId);
        json.Item();
        json.Number(share.Percent);
        json.Item();
        json.Number(share.Entitled);
        json.Item();
        json.Number(share.Points);
        json.Close(']');
    }

    private static void Write(JsonBuilder json, RebatePeriodOpened opened)
    {
        json.Open('{');
        json.Member("end"u8, opened.End);
        json.Member("firstMonth"u8, opened.FirstMonth);
        json.Member("monthCount"u8, opened.MonthCount);
        json.Member("period"u8, opened.Period);
        json.Member("programVersion"u8, opened.ProgramVersion);
        json.Member("rebate"u8, opened.Rebate);
        json.Member("scope"u8, opened.Scope);
        json.Member("start"u8, opened.Start);
        json.Close('}');
    }
}
