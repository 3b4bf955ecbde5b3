using Ledger.Projections.Domain.Reading;

namespace Ledger.Projections.Host.Reading;

/// <summary>Reads tier changes, reviews, and events of an account that only move its clock.</summary>
internal static class StandingReader
{
    public static TierChangeData Change(ref JsonCursor json)
    {
        string? accountId = null, fromTier = null, tier = null;
        DateTimeOffset? effectiveAt = null, graceUntil = null;
        while (json.Next())
        {
            if (json.Is("accountId"u8)) accountId = json.Text();
            else if (json.Is("effectiveAt"u8)) effectiveAt = json.Instant();
            else if (json.Is("fromTier"u8)) fromTier = json.Text();
            else if (json.Is("graceUntil"u8)) graceUntil = json.InstantOrNull();
            else if (json.Is("tier"u8)) tier = json.Text();
            else json.Pass();
        }

        return new TierChangeData
        {
            AccountId = Required.Of(accountId, "accountId"),
            EffectiveAt = Required.Of(effectiveAt, "effectiveAt"),
            FromTier = Required.Of(fromTier, "fromTier"),
            Tier = Required.Of(tier, "tier"),
            GraceUntil = graceUntil,
        };
    }

    public static ReviewData Review(ref JsonCursor json)
    {
        string? accountId = null;
        DateTimeOffset? effectiveAt = null, graceUntil = null;
        while (json.Next())
        {
            if (json.Is("accountId"u8)) accountId = json.Text();
            else if (json.Is("effectiveAt"u8)) effectiveAt = json.Instant();
            else if (json.Is("graceUntil"u8)) graceUntil = json.InstantOrNull();
            else json.Pass();
        }

        return new ReviewData
        {
            AccountId = Required.Of(accountId, "accountId"),
            EffectiveAt = Required.Of(effectiveAt, "effectiveAt"),
            GraceUntil = graceUntil,
        };
    }

    public static AccountEventData Tick(ref JsonCursor json)
    {
        string? accountId = null;
        DateTimeOffset? effectiveAt = null;
        while (json.Next())
        {
            if (json.Is("accountId"u8)) accountId = json.Text();
            else if (json.Is("effectiveAt"u8)) effectiveAt = json.Instant();
            else json.Pass();
        }

        return new AccountEventData
        {
            AccountId = Required.Of(accountId, "accountId"),
            EffectiveAt = Required.Of(effectiveAt, "effectiveAt"),
        };
    }
}
