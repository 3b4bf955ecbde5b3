namespace Ledger.Projections.Host;

/// <summary>What a host may set of the projections.</summary>
public sealed class ProjectionsOptions
{
    /// <summary>How long a query waits for its <c>minPosition</c>.</summary>
    public TimeSpan WaitMax { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The most entries and dates of expiry that a statement on paper has, together; what is longer is for programs, and there is CSV for
    /// it.
    /// </summary>
    public int PaperLinesMax { get; set; } = 20_000;

    /// <summary>False on nodes that only answer queries.</summary>
    public bool Tail { get; set; } = true;
}
