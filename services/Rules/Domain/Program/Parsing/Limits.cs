namespace Ledger.Rules.Domain.Program.Parsing;

/// <summary>Limits of a program document. Time spans beyond a century are surely mistakes and would exceed the calendar.</summary>
internal static class Limits
{
    public const int MonthsMax = 1_200;
    public const int DaysMax = 36_500;

    /// <summary>The earliest effectiveFrom. It is a century from the end of the calendar, so that times computed from it do not
    /// overflow.</summary>
    public static readonly DateTimeOffset EffectiveFromMin = new(100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The end of the range of effectiveFrom, exclusive.</summary>
    public static readonly DateTimeOffset EffectiveFromEnd = new(9900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The highest NPS score (mechanics.md §2).</summary>
    public const int NpsMax = 10;

    /// <summary>The most ranks of a challenge that are recorded (mechanics.md §8); a prize for a lower rank could not be shown.</summary>
    public const int RanksMax = 1_000;

    /// <summary>The most winners of a draw, because the event with the draw's outcome lists all of them.</summary>
    public const int WinnersMax = 100_000;
}
