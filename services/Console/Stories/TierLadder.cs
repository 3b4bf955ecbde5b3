using System.Text.Json;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Console.Stories;

/// <summary>A tier of the ladder.</summary>
/// <param name="From">The qualifying amount that it begins at, inclusive.</param>
/// <param name="IsReached">The account's qualifying amount is there.</param>
/// <param name="IsHeld">It is the account's tier, which may be above what it reaches now.</param>
/// <param name="Missing">What is missing to it; 0 where it is reached.</param>
/// <param name="Filled">How much of the way from the tier below to it is done, 0 to 100 percent.</param>
public sealed record Rung(string Tier, decimal From, bool IsReached, bool IsHeld, decimal Missing, decimal Filled);

/// <summary>An account on the ladder of its program's tiers, lowest first.</summary>
public static class TierLadder
{
    /// <summary>Where an account stands.</summary>
    /// <param name="document">The program's document in force; without <c>tiers</c> there is no ladder.</param>
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
