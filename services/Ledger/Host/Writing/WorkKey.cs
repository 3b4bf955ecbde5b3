namespace Ledger.Host.Writing;

/// <summary>What work items share that must be decided in order.</summary>
internal enum SharedBy
{
    /// <summary>An account, with its aliases and the accounts that a merge in the batch joins with it.</summary>
    Account,

    /// <summary>An order whose account is not known yet.</summary>
    Order,

    /// <summary>The stream of an activity or purchase whose account is not known yet.</summary>
    Fact,

    /// <summary>The idempotency key of a command whose account is unknown.</summary>
    Command,

    /// <summary>The program: for rejections that are only stored, and for all work of a program with a budget.</summary>
    Program,
}

/// <summary>A key of work items in one batch: those with the same key are decided in order.</summary>
internal readonly record struct WorkKey(SharedBy Kind, string Program, string Id);
