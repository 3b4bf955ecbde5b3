namespace Ledger.Rules.Domain;

/// <summary>Spans beyond a century are a slip of the pen, and would leave the calendar.</summary>
internal static class Limits
{
    public const int MonthsMax = 1_200;
    public const int DaysMax = 36_500;
}
