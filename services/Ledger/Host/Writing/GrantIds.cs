using System.Collections.Immutable;
using Ledger.Contracts.V1;
using Ledger.Domain;
using Ledger.Domain.Spending;
using Ledger.EventLog;
using Ledger.Host.State;
using Npgsql;

namespace Ledger.Host.Writing;

/// <summary>
/// Ids of grants that are taken. A grant's id is made of the ids of its rule and its account, so two can have one text, and the later gets
/// another (mechanics.md §4). That is rare: it is noticed once a batch is decided, and then the batch is decided again.
/// </summary>
internal sealed class GrantIds
{
    private readonly Dictionary<string, ImmutableHashSet<string>> inTables = new(StringComparer.Ordinal);
    private Dictionary<string, ImmutableHashSet<string>> issued = new(StringComparer.Ordinal);
    private Dictionary<string, ImmutableHashSet<string>> issuedBefore = new(StringComparer.Ordinal);

    /// <summary>What is known to be taken in a program: met in the tables, or issued by this batch or the one before.</summary>
    public ImmutableHashSet<string> TakenIn(string program) =>
        Of(inTables, program).Union(Of(issued, program)).Union(Of(issuedBefore, program));

    /// <summary>This batch issues it.</summary>
    public void Issue(string program, string id) => issued[program] = Of(issued, program).Add(id);

    /// <summary>The batch is on its way to the tables.</summary>
    public void Saved() => (issuedBefore, issued) = (issued, new Dictionary<string, ImmutableHashSet<string>>(StringComparer.Ordinal));

    /// <summary>A batch failed: what it issued is not in the tables.</summary>
    public void Forget()
    {
        issued.Clear();
        issuedBefore.Clear();
    }

    /// <summary>Sees to it that no grant of a decided batch has the id of another in the tables.</summary>
    /// <exception cref="StreamConflictException">One has; decided again it gets another.</exception>
    public async Task CheckAsync(NpgsqlDataSource dataSource, IReadOnlyList<Emitted> happened, CancellationToken ct)
    {
        var grants = happened.Select(one => one.Event).OfType<GrantIssued>().ToList();
        if (grants.Count == 0) return;
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        var rows = await SpendingTable.LoadAsync(
            connection, [.. grants.Select(grant => new SpendingKey(grant.Program, SpendingKinds.Grant, grant.GrantId))], ct);
        if (rows.Count == 0) return;
        foreach (var row in rows) inTables[row.Key.Program] = Of(inTables, row.Key.Program).Add(row.Key.Id);
        throw new StreamConflictException([.. rows.Select(row => (row.Key.Program, Streams.Account(row.Account)))]);
    }

    private static ImmutableHashSet<string> Of(Dictionary<string, ImmutableHashSet<string>> taken, string program) =>
        taken.GetValueOrDefault(program) ?? [];
}
