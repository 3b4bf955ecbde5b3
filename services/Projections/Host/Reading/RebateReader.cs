using Ledger.Projections.Domain.Reading;

namespace Ledger.Projections.Host.Reading;

/// <summary>Reads a closed rebate period.</summary>
internal static class RebateReader
{
    public static RebateData Read(ref JsonCursor json)
    {
        string? accountId = null, rebate = null, period = null, basis = null, closedBy = null;
        DateTimeOffset? effectiveAt = null, periodStart = null;
        int? programVersion = null;
        decimal? amount = null;
        while (json.Next())
        {
            if (json.Is("accountId"u8)) accountId = json.Text();
            else if (json.Is("amount"u8)) amount = json.Decimal();
            else if (json.Is("basis"u8)) basis = json.Text();
            else if (json.Is("closedBy"u8)) closedBy = json.Text();
            else if (json.Is("effectiveAt"u8)) effectiveAt = json.Instant();
            else if (json.Is("period"u8)) period = json.Text();
            else if (json.Is("periodStart"u8)) periodStart = json.Instant();
            else if (json.Is("programVersion"u8)) programVersion = json.Int32();
            else if (json.Is("rebate"u8)) rebate = json.Text();
            else json.Pass();
        }

        return new RebateData
        {
            AccountId = Required.Of(accountId, "accountId"),
            EffectiveAt = Required.Of(effectiveAt, "effectiveAt"),
            Rebate = Required.Of(rebate, "rebate"),
            Period = Required.Of(period, "period"),
            PeriodStart = Required.Of(periodStart, "periodStart"),
            ProgramVersion = Required.Of(programVersion, "programVersion"),
            Basis = Required.Of(basis, "basis"),
            Amount = Required.Of(amount, "amount"),
            ClosedBy = closedBy,
        };
    }
}
