namespace Ledger.Hosting.Resilience;

/// <summary>The names of the resilience pipelines, under which they are registered and seen in metrics and logs.</summary>
public static class Pipelines
{
    /// <summary>Waits out an outage of the database, for as long as it takes.</summary>
    public const string Database = "ledger.database";

    /// <summary>Waits for the database when the process starts, for a while.</summary>
    public const string Start = "ledger.start";

    /// <summary>Asks the rules again while none of them answers.</summary>
    public const string Rules = "ledger.rules";
}
