namespace Ledger.Bench.Measuring;

/// <summary>One line of the table.</summary>
/// <param name="Name">Letter and description.</param>
/// <param name="Facts">Orders and returns, or redemptions.</param>
/// <param name="Seconds">Seconds from the first to the last fact.</param>
/// <param name="P50Ms">Median time of a request or message; NaN where there is none.</param>
/// <param name="P99Ms">The same for 99 of 100.</param>
/// <param name="Cpu">Processor time by process.</param>
/// <param name="Note">Further information about the run.</param>
internal sealed record Row(string Name, long Facts, double Seconds, double P50Ms, double P99Ms, CpuSpent Cpu, string Note = "")
{
    public double FactsPerSecond => Facts / Seconds;
}
