using System.Collections.Immutable;
using Ledger.Contracts.V1;
using Ledger.Domain;
using Ledger.Domain.Spending;
using Ledger.EventLog;
using Ledger.Host.State;
using Npgsql;

namespace Ledger.Host.Writing;

/// <summary>
/// The ids of grants that are known to be taken. A grant's id joins the ids of its rule and its account, so two grants can get the same
/// text, and the later must get another (mechanics.md §4). That is rare, so it is checked only after a batch is decided, and then the batch
/// is decided again.
/// </summary>
internal sealed class GrantIds
{
    private readonly Dictionary<string, ImmutableHashSet<string>> inTables = new(StringComparer.Ordinal);
    private Dictionary<string, ImmutableHashSet<string>> issued = new(StringComparer.Ordinal);
    private Dictionary<string, ImmutableHashSet<string>> issuedBefore = new(StringComparer.Ordinal);

    /// <summary>The ids known to be taken in a program: found in the tables, or issued by this batch or the one before.</summary>
    public ImmutableHashSet<string> TakenIn(string program) =>
        Of(inTables, program).Union(Of(issued, program)).Union(Of(issuedBefore, program));

    /// <summary>Adds an id that this batch issues.</summary>
    public void Issue(string program, string id) => issued[program] = Of(issued, program).Add(id);

    /// <summary>Notes that the batch is being committed.</summary>
    public void Saved() => (issuedBefore, issued) = (issued, new Dictionary<string, ImmutableHashSet<string>>(StringComparer.Ordinal));

    /// <summary>Notes that a batch failed: the ids it issued are free again.</summary>
    public void Forget()
    {
        issued.Clear();
        issuedBefore.Clear();
    }

    /// <summary>Checks that no grant of a decided batch has the id of one in the tables.</summary>
    /// <exception cref="StreamConflictException">A grant has; when the batch is decided again, it gets another id.</exception>
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
