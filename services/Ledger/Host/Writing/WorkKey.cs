namespace Ledger.Host.Writing;

/// <summary>What pieces of work have in common that are decided one after the other.</summary>
internal enum SharedBy
{
    /// <summary>An account, with its aliases and those that a merge of the batch makes one with it.</summary>
    Account,

    /// <summary>An order whose account nobody knows yet.</summary>
    Order,

    /// <summary>The stream of an activity or purchase whose account nobody knows yet.</summary>
    Fact,

    /// <summary>An idempotency key, of a command whose account nobody knows.</summary>
    Command,

    /// <summary>The program: for what is only kept, and for all work where the program has a budget.</summary>
    Program,
}

/// <summary>Names what work of one batch is decided one after the other.</summary>
internal readonly record struct WorkKey(SharedBy Kind, string Program, string Id);
