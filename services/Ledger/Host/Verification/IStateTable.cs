using Npgsql;

namespace Ledger.Host.Verification;

/// <summary>How the rows of one state table are compared with what the events of their account give.</summary>
internal interface IStateTable
{
    /// <summary>The table.</summary>
    public string Table { get; }

    /// <summary>What is read of it; columns are counted from 2.</summary>
    public string Columns { get; }

    /// <summary>The finding's code.</summary>
    public string Code { get; }

    /// <summary>The keys within the account that must have a row.</summary>
    public IEnumerable<string> Expected(RebuiltAccount rebuilt);

    /// <summary>The row's key within its account, as a sentence names it.</summary>
    public string KeyOf(NpgsqlDataReader row);

    /// <summary>The parts of the row that are not what the events give. Its key is one of those expected.</summary>
    public IReadOnlyList<string> Differences(NpgsqlDataReader row, RebuiltAccount rebuilt);
}
