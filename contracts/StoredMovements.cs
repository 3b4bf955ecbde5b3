namespace Ledger.Contracts.V1;

/// <summary>Writes movements for <see cref="StoredJson"/>: those types that add no members to <see cref="Movement"/>, or only those of
/// <see cref="IWaiving"/>.</summary>
internal static class StoredMovements
{
    public static void Write(JsonBuilder json, Movement movement)
    {
        json.Open('{');
        json.Member("accountId"u8, movement.AccountId);
        json.Member("amount"u8, movement.Amount);
        json.Name("balance"u8);
        Write(json, movement.Balance);
        json.Name("cause"u8);
        Write(json, movement.Cause);
        json.Member("components"u8, movement.Components, Write);
        json.Member("effectiveAt"u8, movement.EffectiveAt);
        json.Member("moves"u8, movement.Moves, Write);
        if (movement.Opened is { } opened)
        {
            json.Name("opened"u8);
            Write(json, opened);
        }

        json.Member("owner"u8, movement.Owner);
        if (movement.PriorPeriod is { } prior)
        {
            json.Name("priorPeriod"u8);
            Write(json, prior);
        }

        json.Member("program"u8, movement.Program);
        json.Member("programVersion"u8, movement.ProgramVersion);
        json.Member("recordedAt"u8, movement.RecordedAt);
        json.Member("sequence"u8, movement.Sequence);
        json.Member("unit"u8, movement.Unit);
        if (movement is IWaiving waiving)
        {
            json.Member("waived"u8, waiving.Waived);
            json.Member("waivedLot"u8, waiving.WaivedLot);
        }

        json.Close('}');
    }

    private static void Write(JsonBuilder json, BalanceAfter balance)
    {
        json.Open('{');
        json.Member("arrears"u8, balance.Arrears);
        json.Member("available"u8, balance.Available);
        json.Member("held"u8, balance.Held);
        json.Member("pending"u8, balance.Pending);
        json.Close('}');
    }

    private static void Write(JsonBuilder json, Cause cause)
    {
        json.Open('{');
        json.Member("activity"u8, cause.Activity);
        json.Member("command"u8, cause.Command);
        json.Member("kind"u8, cause.Kind);
        json.Member("orderId"u8, cause.OrderId);
        json.Member("period"u8, cause.Period);
        json.Member("principal"u8, cause.Principal);
        json.Member("reason"u8, cause.Reason);
        json.Member("returnId"u8, cause.ReturnId);
        json.Member("revision"u8, cause.Revision);
        json.Member("rule"u8, cause.Rule);
        json.Member("source"u8, cause.Source);
        json.Close('}');
    }

    private static void Write(JsonBuilder json, PriorPeriod prior)
    {
        json.Open('{');
        json.Member("activityAt"u8, prior.ActivityAt);
        json.Member("datedIn"u8, prior.DatedIn);
        json.Member("postedIn"u8, prior.PostedIn);
        json.Close('}');
    }

    private static void Write(JsonBuilder json, Component component)
    {
        json.Open('{');
        json.Member("base"u8, component.Base);
        json.Member("rate"u8, component.Rate);
        json.Member("result"u8, component.Result);
        json.Member("rule"u8, component.Rule);
        json.Close('}');
    }

    private static void Write(JsonBuilder json, LotMove move)
    {
        json.Open('{');
        json.Member("amount"u8, move.Amount);
        json.Member("from"u8, move.From);
        json.Member("lot"u8, move.Lot);
        json.Member("to"u8, move.To);
        json.Close('}');
    }

    private static void Write(JsonBuilder json, LotOpened opened)
    {
        json.Open('{');
        json.Member("activatesAt"u8, opened.ActivatesAt);
        json.Member("activity"u8, opened.Activity);
        json.Member("expiresAt"u8, opened.ExpiresAt);
        json.Member("fund"u8, opened.Fund);
        json.Member("lot"u8, opened.Lot);
        json.Member("order"u8, opened.Order);
        json.Member("rebate"u8, opened.Rebate);
        json.Close('}');
    }
}
