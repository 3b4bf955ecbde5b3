using System.Text.Json;

namespace Ledger.Contracts.V1;

/// <summary>
/// Writes events as the log stores them; ingest (line d of infra/bench) is 8 % slower with the serializer instead. The bytes are those of
/// <see cref="JsonSerializer"/> with <see cref="Wire.Options"/>. Frequent events have hand-written code here, because an order causes seven
/// of them; all other events use the serializer. Members are in ordinal order. Whoever adds a member to a frequent event adds it here too:
/// a test fills every member and compares.
/// </summary>
public static class StoredJson
{
    [ThreadStatic]
    private static JsonBuilder? text;

    /// <summary>The event's JSON.</summary>
    public static byte[] Of(ILedgerEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        var json = text ??= new JsonBuilder();
        json.Begin();
        switch (happened)
        {
            case OrderRecorded order: StoredOrders.Write(json, order); break;
            case ReturnRecorded returned: StoredOrders.Write(json, returned); break;
            case DiscountComputed computed: StoredEvaluations.Write(json, computed); break;
            case PointsAccrued or CashbackAccrued or PointsActivated or PointsExpired or AccrualReversed or CashbackReversed:
            case ArrearsOpened or ArrearsCleared or WaiverUsed:
                StoredMovements.Write(json, (Movement)happened);
                break;
            case RebateComputed rebate: Write(json, rebate); break;
            case TierRetained retained: Write(json, retained); break;
            default: return JsonSerializer.SerializeToUtf8Bytes(happened, happened.GetType(), Wire.Options);
        }

        return json.ToArray();
    }

    private static void Write(JsonBuilder json, RebateComputed rebate)
    {
        json.Open('{');
        json.Member("accountId"u8, rebate.AccountId);
        json.Member("amount"u8, rebate.Amount);
        json.Member("basis"u8, rebate.Basis);
        json.Member("closedBy"u8, rebate.ClosedBy);
        json.Member("effectiveAt"u8, rebate.EffectiveAt);
        json.Member("period"u8, rebate.Period);
        json.Member("periodStart"u8, rebate.PeriodStart);
        json.Member("program"u8, rebate.Program);
        json.Member("programVersion"u8, rebate.ProgramVersion);
        json.Member("rebate"u8, rebate.Rebate);
        json.Member("recordedAt"u8, rebate.RecordedAt);
        json.Close('}');
    }

    private static void Write(JsonBuilder json, TierRetained retained)
    {
        json.Open('{');
        json.Member("accountId"u8, retained.AccountId);
        json.Member("effectiveAt"u8, retained.EffectiveAt);
        json.Member("graceUntil"u8, retained.GraceUntil);
        json.Member("metric"u8, retained.Metric);
        json.Member("program"u8, retained.Program);
        json.Member("programVersion"u8, retained.ProgramVersion);
        json.Member("recordedAt"u8, retained.RecordedAt);
        json.Member("tier"u8, retained.Tier);
        json.Close('}');
    }
}
