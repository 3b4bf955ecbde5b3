using Npgsql;

namespace Ledger.Host.Verification;

/// <summary>Compares the rows of one state table with what the events of their account give.</summary>
internal interface IStateTable
{
    /// <summary>The table's name.</summary>
    public string Table { get; }

    /// <summary>The table's select list. Columns 0 and 1 of the result are program and account, so these begin at 2.</summary>
    public string Columns { get; }

    /// <summary>The code of a finding about this table.</summary>
    public string Code { get; }

    /// <summary>The keys within the account that must have a row.</summary>
    public IEnumerable<string> Expected(RebuiltAccount rebuilt);

    /// <summary>The row's key within its account, as a sentence names it.</summary>
    public string KeyOf(NpgsqlDataReader row);

    /// <summary>The parts of a row that differ from what the events give. The row's key is among the expected ones.</summary>
    public IReadOnlyList<string> Differences(NpgsqlDataReader row, RebuiltAccount rebuilt);
}
