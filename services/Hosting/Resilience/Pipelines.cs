namespace Ledger.Hosting.Resilience;

/// <summary>The names of the resilience pipelines, under which they are registered and appear in metrics and logs.</summary>
public static class Pipelines
{
    /// <summary>Retries during an outage of the database, without a limit.</summary>
    public const string Database = "ledger.database";

    /// <summary>Retries while the database does not answer at the start of the process, for most of a minute.</summary>
    public const string Start = "ledger.start";

    /// <summary>Repeats a request to the rules while no instance of them answers.</summary>
    public const string Rules = "ledger.rules";
}
