namespace Ledger.Rules.Domain.Program.Parsing;

/// <summary>Spans beyond a century are a slip of the pen, and would leave the calendar.</summary>
internal static class Limits
{
    public const int MonthsMax = 1_200;
    public const int DaysMax = 36_500;

    /// <summary>A version begins a century from either end of the calendar, so that all that follows from it can be written.</summary>
    public static readonly DateTimeOffset EffectiveFromMin = new(100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Exclusive.</summary>
    public static readonly DateTimeOffset EffectiveFromEnd = new(9900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The highest NPS score (mechanics.md §2).</summary>
    public const int NpsMax = 10;

    /// <summary>Ranks of a challenge that are kept (mechanics.md §8); a prize for a rank beyond them could not be shown.</summary>
    public const int RanksMax = 1_000;

    /// <summary>The most winners of a draw: each of them is an entry in the event that holds the draw's outcome.</summary>
    public const int WinnersMax = 100_000;
}
