namespace Ledger.Projections.Host;

/// <summary>The settings of the projections.</summary>
public sealed class ProjectionsOptions
{
    /// <summary>How long a query waits for its <c>minPosition</c> before it is answered with an error.</summary>
    public TimeSpan WaitMax { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The most entries and expiry dates, together, on a PDF statement. A longer one is refused; CSV has no limit.</summary>
    public int PaperLinesMax { get; set; } = 20_000;

    /// <summary>Whether this node may fill the views; false on nodes that only answer queries.</summary>
    public bool Tail { get; set; } = true;
}
