using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Reading;

namespace Ledger.Projections.Host.Reading;

/// <summary>Reads an order's evaluation; skips the shares of its lines and what each rule did.</summary>
internal static class EvaluationReader
{
    public static EvaluationData Read(ref JsonCursor json)
    {
        string? accountId = null, source = null, orderId = null;
        DateTimeOffset? effectiveAt = null;
        int? programVersion = null, month = null;
        ResultData? evaluation = null;
        OrderMeasures? previous = null;
        IReadOnlyList<RebatePeriodOpened>? rebatePeriods = null;
        while (json.Next())
        {
            if (json.Is("accountId"u8)) accountId = json.Text();
            else if (json.Is("effectiveAt"u8)) effectiveAt = json.Instant();
            else if (json.Is("evaluation"u8)) evaluation = Result(ref json);
            else if (json.Is("month"u8)) month = json.Int32();
            else if (json.Is("orderId"u8)) orderId = json.Text();
            else if (json.Is("previous"u8)) previous = Measures(ref json);
            else if (json.Is("programVersion"u8)) programVersion = json.Int32();
            else if (json.Is("rebatePeriods"u8)) rebatePeriods = json.List(Period);
            else if (json.Is("source"u8)) source = json.Text();
            else json.Pass();
        }

        return new EvaluationData
        {
            AccountId = Required.Of(accountId, "accountId"),
            EffectiveAt = Required.Of(effectiveAt, "effectiveAt"),
            Source = Required.Of(source, "source"),
            OrderId = Required.Of(orderId, "orderId"),
            ProgramVersion = Required.Of(programVersion, "programVersion"),
            Month = Required.Of(month, "month"),
            Evaluation = Required.Of(evaluation, "evaluation"),
            Previous = previous,
            RebatePeriods = rebatePeriods,
        };
    }

    private static RebatePeriodOpened Period(ref JsonCursor json)
    {
        string? rebate = null, period = null, scope = null;
        var (programVersion, firstMonth, monthCount) = (0, 0, 0);
        DateTimeOffset? start = null, end = null;
        while (json.Next())
        {
            if (json.Is("end"u8)) end = json.Instant();
            else if (json.Is("firstMonth"u8)) firstMonth = json.Int32();
            else if (json.Is("monthCount"u8)) monthCount = json.Int32();
            else if (json.Is("period"u8)) period = json.Text();
            else if (json.Is("programVersion"u8)) programVersion = json.Int32();
            else if (json.Is("rebate"u8)) rebate = json.Text();
            else if (json.Is("scope"u8)) scope = json.Text();
            else if (json.Is("start"u8)) start = json.Instant();
            else json.Pass();
        }

        return new RebatePeriodOpened(
            Required.Of(rebate, "rebate"), Required.Of(period, "period"), programVersion, firstMonth, monthCount,
            Required.Of(start, "start"), Required.Of(end, "end"), Required.Of(scope, "scope"));
    }

    private static ResultData? Result(ref JsonCursor json)
    {
        if (!json.Enter()) return null;
        string? gross = null, net = null, stated = null;
        decimal? entitled = null, variance = null;
        long? points = null;
        OrderMeasures? measures = null;
        FrozenData? frozen = null;
        while (json.Next())
        {
            if (json.Is("entitled"u8)) entitled = json.Decimal();
            else if (json.Is("frozen"u8)) frozen = Frozen(ref json);
            else if (json.Is("gross"u8)) gross = json.Text();
            else if (json.Is("measures"u8)) measures = Measures(ref json);
            else if (json.Is("net"u8)) net = json.Text();
            else if (json.Is("points"u8)) points = json.Int64();
            else if (json.Is("stated"u8)) stated = json.Text();
            else if (json.Is("variance"u8)) variance = json.Decimal();
            else json.Pass();
        }

        return new ResultData
        {
            Gross = Required.Of(gross, "gross"),
            Net = Required.Of(net, "net"),
            Entitled = Required.Of(entitled, "entitled"),
            Stated = Required.Of(stated, "stated"),
            Variance = Required.Of(variance, "variance"),
            Points = Required.Of(points, "points"),
            Measures = Required.Of(measures, "measures"),
            Frozen = Required.Of(frozen, "frozen"),
        };
    }

    private static FrozenData? Frozen(ref JsonCursor json)
    {
        if (!json.Enter()) return null;
        string? tier = null;
        while (json.Next())
        {
            if (json.Is("tier"u8)) tier = json.Text();
            else json.Pass();
        }

        return new FrozenData { Tier = Required.Of(tier, "tier") };
    }

    private static OrderMeasures? Measures(ref JsonCursor json)
    {
        if (!json.Enter()) return null;
        var points = 0L;
        IReadOnlyList<ScopeMeasure>? scopes = null;
        while (json.Next())
        {
            if (json.Is("points"u8)) points = json.Int64();
            else if (json.Is("scopes"u8)) scopes = json.List(Scope);
            else json.Pass();
        }

        return new OrderMeasures(points, Required.Of(scopes, "scopes"));
    }

    private static ScopeMeasure Scope(ref JsonCursor json)
    {
        string? scope = null;
        var net = Exact.Zero;
        var counts = false;
        while (json.Next())
        {
            if (json.Is("counts"u8)) counts = json.Boolean();
            else if (json.Is("net"u8)) net = json.Exact();
            else if (json.Is("scope"u8)) scope = json.Text();
            else json.Pass();
        }

        return new ScopeMeasure(Required.Of(scope, "scope"), net, counts);
    }
}
