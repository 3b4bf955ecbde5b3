namespace Ledger.Host.Writing;

/// <summary>The stages that a batch passes through.</summary>
internal static class Stages
{
    /// <summary>From when a fact or command is queued until a batch takes it.</summary>
    public const string Queue = "queue";

    /// <summary>Accounts, orders and everything else the batch needs are loaded.</summary>
    public const string Load = "load";

    /// <summary>The batch is decided, including questions to the rules, and turned into statements.</summary>
    public const string Decide = "decide";

    /// <summary>The batch is decided and waits for the commit of the one before it.</summary>
    public const string Turn = "turn";

    /// <summary>From when the append is sent until the database has committed it.</summary>
    public const string Commit = "commit";
}
