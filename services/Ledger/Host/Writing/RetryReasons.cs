namespace Ledger.Host.Writing;

/// <summary>Why a batch was decided again.</summary>
internal static class RetryReasons
{
    /// <summary>Another writer committed first, or the batch carried out a repeat of a command.</summary>
    public const string Conflict = "conflict";

    /// <summary>The database did not answer.</summary>
    public const string Outage = "outage";

    /// <summary>Deciding failed; deciding again shows which work item causes it.</summary>
    public const string Fault = "fault";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [Conflict, Outage, Fault];
}
