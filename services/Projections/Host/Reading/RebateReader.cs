using System.Text.Json;
using Ledger.Projections.Domain;

namespace Ledger.Projections.Host;

/// <summary>Reads a closed rebate period.</summary>
internal static class RebateReader
{
    public static SeenRebate Read(ref Utf8JsonReader reader)
    {
        string? accountId = null, rebate = null, period = null, basis = null, closedBy = null;
        DateTimeOffset? effectiveAt = null, periodStart = null;
        int? programVersion = null;
        decimal? amount = null;
        while (Json.Next(ref reader))
        {
            if (reader.ValueTextEquals("accountId"u8)) accountId = Json.Text(ref reader);
            else if (reader.ValueTextEquals("amount"u8)) amount = Json.Decimal(ref reader);
            else if (reader.ValueTextEquals("basis"u8)) basis = Json.Text(ref reader);
            else if (reader.ValueTextEquals("closedBy"u8)) closedBy = Json.Text(ref reader);
            else if (reader.ValueTextEquals("effectiveAt"u8)) effectiveAt = Json.Instant(ref reader);
            else if (reader.ValueTextEquals("period"u8)) period = Json.Text(ref reader);
            else if (reader.ValueTextEquals("periodStart"u8)) periodStart = Json.Instant(ref reader);
            else if (reader.ValueTextEquals("programVersion"u8)) programVersion = Json.Int32(ref reader);
            else if (reader.ValueTextEquals("rebate"u8)) rebate = Json.Text(ref reader);
            else Json.Pass(ref reader);
        }

        return new SeenRebate
        {
            AccountId = Json.Required(accountId, "accountId"),
            EffectiveAt = Json.Required(effectiveAt, "effectiveAt"),
            Rebate = Json.Required(rebate, "rebate"),
            Period = Json.Required(period, "period"),
            PeriodStart = Json.Required(periodStart, "periodStart"),
            ProgramVersion = Json.Required(programVersion, "programVersion"),
            Basis = Json.Required(basis, "basis"),
            Amount = Json.Required(amount, "amount"),
            ClosedBy = closedBy,
        };
    }
}
