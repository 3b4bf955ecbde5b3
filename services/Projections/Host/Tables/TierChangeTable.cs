using Ledger.Projections.Domain.Views;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

/// <summary>Changes of tier: only inserted, never changed; few per account.</summary>
internal sealed class TierChangeTable(string schema)
{
    private readonly List<Row> added = [];

    private readonly record struct Row(long Account, long Position, int Place, DateTimeOffset EffectiveAt, TierChange Change);

    /// <summary>Adds the changes of one event.</summary>
    public void Add(long account, long position, DateTimeOffset effectiveAt, IReadOnlyList<TierChange> changes)
    {
        for (var i = 0; i < changes.Count; i++) added.Add(new Row(account, position, i, effectiveAt, changes[i]));
    }

    public NpgsqlBatchCommand? Write()
    {
        if (added.Count == 0) return null;
        Row[] rows = [.. added];
        return new NpgsqlBatchCommand($"""
            insert into {schema}.tier_changes (account, position, place, effective_at, from_tier, to_tier)
            select * from unnest($1, $2, $3, $4, $5, $6)
            """)
        {
            Parameters =
            {
                Sql.Column(rows, row => row.Account), Sql.Column(rows, row => row.Position), Sql.Column(rows, row => row.Place),
                Sql.Column(rows, row => row.EffectiveAt.UtcDateTime), Sql.Column(rows, row => row.Change.From),
                Sql.Column(rows, row => row.Change.To),
            },
        };
    }

    public void Written() => added.Clear();
}
