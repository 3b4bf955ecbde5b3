using System.Text.Json;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Console.Stories;

/// <summary>A tier of the ladder.</summary>
/// <param name="From">The qualifying amount at which the tier begins, inclusive.</param>
/// <param name="IsReached">Whether the account's qualifying amount reaches the tier.</param>
/// <param name="IsHeld">Whether this is the account's tier, which may be above the tiers reached now.</param>
/// <param name="Missing">The amount missing to the tier; 0 if it is reached.</param>
/// <param name="Filled">Progress from the tier below to this one, 0 to 100 percent.</param>
public sealed record Rung(string Tier, decimal From, bool IsReached, bool IsHeld, decimal Missing, decimal Filled);

/// <summary>An account on the ladder of its program's tiers, lowest first.</summary>
public static class TierLadder
{
    /// <summary>Makes the ladder of an account.</summary>
    /// <param name="document">The document of the version in force; without <c>tiers</c> the ladder is empty.</param>
    /// <param name="standing">The account's standing.</param>
    public static IReadOnlyList<Rung> Of(JsonElement document, StandingAnswer standing)
    {
        ArgumentNullException.ThrowIfNull(standing);
        if (document.ValueKind != JsonValueKind.Object || !document.TryGetProperty("tiers", out var tiers)) return [];
        var metric = standing.Metric ?? 0;
        var rungs = new List<Rung>();
        var below = 0m;
        foreach (var tier in tiers.EnumerateArray())
        {
            var (id, from) = (tier.GetProperty("id").GetString()!, tier.GetProperty("from").GetDecimal());
            var way = from - below;
            var filled = metric >= from || way <= 0 ? 100 : Math.Clamp((metric - below) / way * 100, 0, 100);
            rungs.Add(new Rung(id, from, metric >= from, id == standing.Tier, Math.Max(0, from - metric), Math.Round(filled, 1)));
            below = from;
        }

        return rungs;
    }
}
