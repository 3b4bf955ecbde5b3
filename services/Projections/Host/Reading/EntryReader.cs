using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Reading;

namespace Ledger.Projections.Host.Reading;

/// <summary>Reads movements of value, which outnumber all other events together.</summary>
internal static class EntryReader
{
    public static EntryData Read(ref JsonCursor json)
    {
        string? accountId = null, owner = null, unit = null;
        long? sequence = null;
        DateTimeOffset? effectiveAt = null;
        IReadOnlyList<LotMove>? moves = null;
        LotOpened? opened = null;
        CauseData? cause = null;
        while (json.Next())
        {
            if (json.Is("accountId"u8)) accountId = json.Text();
            else if (json.Is("cause"u8)) cause = Cause(ref json);
            else if (json.Is("effectiveAt"u8)) effectiveAt = json.Instant();
            else if (json.Is("moves"u8)) moves = json.List(Move);
            else if (json.Is("opened"u8)) opened = Opened(ref json);
            else if (json.Is("owner"u8)) owner = json.Text();
            else if (json.Is("sequence"u8)) sequence = json.Int64();
            else if (json.Is("unit"u8)) unit = json.Text();
            else json.Pass();
        }

        return new EntryData
        {
            AccountId = Required.Of(accountId, "accountId"),
            EffectiveAt = Required.Of(effectiveAt, "effectiveAt"),
            Sequence = Required.Of(sequence, "sequence"),
            Owner = Required.Of(owner, "owner"),
            Unit = Required.Of(unit, "unit"),
            Moves = Required.Of(moves, "moves"),
            Opened = opened,
            Cause = Required.Of(cause, "cause"),
        };
    }

    private static CauseData? Cause(ref JsonCursor json)
    {
        if (!json.Enter()) return null;
        string? source = null, orderId = null, principal = null, reason = null;
        while (json.Next())
        {
            if (json.Is("source"u8)) source = json.Text();
            else if (json.Is("orderId"u8)) orderId = json.Text();
            else if (json.Is("principal"u8)) principal = json.Text();
            else if (json.Is("reason"u8)) reason = json.Text();
            else json.Pass();
        }

        return (source ?? orderId ?? principal ?? reason) is null
            ? CauseData.None
            : new CauseData { Source = source, OrderId = orderId, Principal = principal, Reason = reason };
    }

    private static LotMove Move(ref JsonCursor json)
    {
        var (lot, amount) = (0L, 0m);
        string? from = null, to = null;
        while (json.Next())
        {
            if (json.Is("amount"u8)) amount = json.Decimal();
            else if (json.Is("from"u8)) from = json.Text();
            else if (json.Is("lot"u8)) lot = json.Int64();
            else if (json.Is("to"u8)) to = json.Text();
            else json.Pass();
        }

        return new LotMove(lot, Required.Of(from, "from"), Required.Of(to, "to"), amount);
    }

    private static LotOpened? Opened(ref JsonCursor json)
    {
        if (!json.Enter()) return null;
        var lot = 0L;
        DateTimeOffset? activatesAt = null, expiresAt = null;
        string? order = null, rebate = null, activity = null, fund = null;
        while (json.Next())
        {
            if (json.Is("activatesAt"u8)) activatesAt = json.InstantOrNull();
            else if (json.Is("activity"u8)) activity = json.Text();
            else if (json.Is("expiresAt"u8)) expiresAt = json.InstantOrNull();
            else if (json.Is("fund"u8)) fund = json.Text();
            else if (json.Is("lot"u8)) lot = json.Int64();
            else if (json.Is("order"u8)) order = json.Text();
            else if (json.Is("rebate"u8)) rebate = json.Text();
            else json.Pass();
        }

        return new LotOpened(lot, activatesAt, expiresAt, order, rebate, activity, fund);
    }
}
