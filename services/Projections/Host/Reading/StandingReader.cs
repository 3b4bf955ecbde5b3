using System.Text.Json;
using Ledger.Projections.Domain;

namespace Ledger.Projections.Host;

/// <summary>Reads tier changes, reviews, and events of an account that only move its clock.</summary>
internal static class StandingReader
{
    public static SeenTierChange Change(ref Utf8JsonReader reader)
    {
        string? accountId = null, tier = null;
        DateTimeOffset? effectiveAt = null, graceUntil = null;
        while (Json.Next(ref reader))
        {
            if (reader.ValueTextEquals("accountId"u8)) accountId = Json.Text(ref reader);
            else if (reader.ValueTextEquals("effectiveAt"u8)) effectiveAt = Json.Instant(ref reader);
            else if (reader.ValueTextEquals("graceUntil"u8)) graceUntil = Json.InstantOrNull(ref reader);
            else if (reader.ValueTextEquals("tier"u8)) tier = Json.Text(ref reader);
            else Json.Pass(ref reader);
        }

        return new SeenTierChange
        {
            AccountId = Json.Required(accountId, "accountId"),
            EffectiveAt = Json.Required(effectiveAt, "effectiveAt"),
            Tier = Json.Required(tier, "tier"),
            GraceUntil = graceUntil,
        };
    }

    public static SeenReview Review(ref Utf8JsonReader reader)
    {
        string? accountId = null;
        DateTimeOffset? effectiveAt = null, graceUntil = null;
        while (Json.Next(ref reader))
        {
            if (reader.ValueTextEquals("accountId"u8)) accountId = Json.Text(ref reader);
            else if (reader.ValueTextEquals("effectiveAt"u8)) effectiveAt = Json.Instant(ref reader);
            else if (reader.ValueTextEquals("graceUntil"u8)) graceUntil = Json.InstantOrNull(ref reader);
            else Json.Pass(ref reader);
        }

        return new SeenReview { AccountId = Json.Required(accountId, "accountId"), EffectiveAt = Json.Required(effectiveAt, "effectiveAt"), GraceUntil = graceUntil };
    }

    public static SeenAccountEvent Tick(ref Utf8JsonReader reader)
    {
        string? accountId = null;
        DateTimeOffset? effectiveAt = null;
        while (Json.Next(ref reader))
        {
            if (reader.ValueTextEquals("accountId"u8)) accountId = Json.Text(ref reader);
            else if (reader.ValueTextEquals("effectiveAt"u8)) effectiveAt = Json.Instant(ref reader);
            else Json.Pass(ref reader);
        }

        return new SeenAccountEvent { AccountId = Json.Required(accountId, "accountId"), EffectiveAt = Json.Required(effectiveAt, "effectiveAt") };
    }
}
