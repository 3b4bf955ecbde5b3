namespace Ledger.Rules.Domain;

/// <summary>Spans beyond a century are a slip of the pen, and would leave the calendar.</summary>
internal static class Limits
{
    public const int MonthsMax = 1_200;
    public const int DaysMax = 36_500;

    /// <summary>The highest NPS score (mechanics.md §2).</summary>
    public const int NpsMax = 10;

    /// <summary>Ranks of a challenge that are kept (mechanics.md §8); a prize for a rank beyond them could not be shown.</summary>
    public const int RanksMax = 1_000;

    /// <summary>The most winners of a draw: each of them is an entry in the event that holds the draw's outcome.</summary>
    public const int WinnersMax = 100_000;
}
