namespace Ledger.Projections.Host;

/// <summary>What a host may set of the projections.</summary>
public sealed class ProjectionsOptions
{
    /// <summary>How long a query waits for its <c>minPosition</c>.</summary>
    public TimeSpan WaitMax { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>False on nodes that only answer queries.</summary>
    public bool Tail { get; set; } = true;
}
