using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Projections.Domain;

namespace Ledger.Projections.Host;

/// <summary>Reads an order's evaluation; the shares of its lines and what each rule did are passed over.</summary>
internal static class EvaluationReader
{
    public static SeenEvaluation Read(ref Utf8JsonReader reader)
    {
        string? accountId = null, source = null, orderId = null;
        DateTimeOffset? effectiveAt = null;
        int? programVersion = null, month = null;
        SeenResult? evaluation = null;
        OrderMeasures? previous = null;
        while (Json.Next(ref reader))
        {
            if (reader.ValueTextEquals("accountId"u8)) accountId = Json.Text(ref reader);
            else if (reader.ValueTextEquals("effectiveAt"u8)) effectiveAt = Json.Instant(ref reader);
            else if (reader.ValueTextEquals("evaluation"u8)) evaluation = Result(ref reader);
            else if (reader.ValueTextEquals("month"u8)) month = Json.Int32(ref reader);
            else if (reader.ValueTextEquals("orderId"u8)) orderId = Json.Text(ref reader);
            else if (reader.ValueTextEquals("previous"u8)) previous = Measures(ref reader);
            else if (reader.ValueTextEquals("programVersion"u8)) programVersion = Json.Int32(ref reader);
            else if (reader.ValueTextEquals("source"u8)) source = Json.Text(ref reader);
            else Json.Pass(ref reader);
        }

        return new SeenEvaluation
        {
            AccountId = Json.Required(accountId, "accountId"),
            EffectiveAt = Json.Required(effectiveAt, "effectiveAt"),
            Source = Json.Required(source, "source"),
            OrderId = Json.Required(orderId, "orderId"),
            ProgramVersion = Json.Required(programVersion, "programVersion"),
            Month = Json.Required(month, "month"),
            Evaluation = Json.Required(evaluation, "evaluation"),
            Previous = previous,
        };
    }

    private static SeenResult? Result(ref Utf8JsonReader reader)
    {
        if (!Json.Enter(ref reader)) return null;
        string? gross = null, net = null, stated = null;
        decimal? entitled = null, variance = null;
        long? points = null;
        OrderMeasures? measures = null;
        SeenFrozen? frozen = null;
        while (Json.Next(ref reader))
        {
            if (reader.ValueTextEquals("entitled"u8)) entitled = Json.Decimal(ref reader);
            else if (reader.ValueTextEquals("frozen"u8)) frozen = Frozen(ref reader);
            else if (reader.ValueTextEquals("gross"u8)) gross = Json.Text(ref reader);
            else if (reader.ValueTextEquals("measures"u8)) measures = Measures(ref reader);
            else if (reader.ValueTextEquals("net"u8)) net = Json.Text(ref reader);
            else if (reader.ValueTextEquals("points"u8)) points = Json.Int64(ref reader);
            else if (reader.ValueTextEquals("stated"u8)) stated = Json.Text(ref reader);
            else if (reader.ValueTextEquals("variance"u8)) variance = Json.Decimal(ref reader);
            else Json.Pass(ref reader);
        }

        return new SeenResult
        {
            Gross = Json.Required(gross, "gross"),
            Net = Json.Required(net, "net"),
            Entitled = Json.Required(entitled, "entitled"),
            Stated = Json.Required(stated, "stated"),
            Variance = Json.Required(variance, "variance"),
            Points = Json.Required(points, "points"),
            Measures = Json.Required(measures, "measures"),
            Frozen = Json.Required(frozen, "frozen"),
        };
    }

    private static SeenFrozen? Frozen(ref Utf8JsonReader reader)
    {
        if (!Json.Enter(ref reader)) return null;
        string? tier = null;
        while (Json.Next(ref reader))
        {
            if (reader.ValueTextEquals("tier"u8)) tier = Json.Text(ref reader);
            else Json.Pass(ref reader);
        }

        return new SeenFrozen { Tier = Json.Required(tier, "tier") };
    }

    private static OrderMeasures? Measures(ref Utf8JsonReader reader)
    {
        if (!Json.Enter(ref reader)) return null;
        var points = 0L;
        IReadOnlyList<ScopeMeasure>? scopes = null;
        while (Json.Next(ref reader))
        {
            if (reader.ValueTextEquals("points"u8)) points = Json.Int64(ref reader);
            else if (reader.ValueTextEquals("scopes"u8)) scopes = Json.List(ref reader, Scope);
            else Json.Pass(ref reader);
        }

        return new OrderMeasures(points, Json.Required(scopes, "scopes"));
    }

    private static ScopeMeasure Scope(ref Utf8JsonReader reader)
    {
        string? scope = null;
        var net = Exact.Zero;
        var counts = false;
        while (Json.Next(ref reader))
        {
            if (reader.ValueTextEquals("counts"u8)) counts = Json.Boolean(ref reader);
            else if (reader.ValueTextEquals("net"u8)) net = Json.Exact(ref reader);
            else if (reader.ValueTextEquals("scope"u8)) scope = Json.Text(ref reader);
            else Json.Pass(ref reader);
        }

        return new ScopeMeasure(Json.Required(scope, "scope"), net, counts);
    }
}
