using Ledger.Projections.Domain.Reading;
using Ledger.Projections.Domain.Views;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

/// <summary>Changes of tier: only inserted, never changed; few per account.</summary>
internal sealed class TierChangeTable(string schema)
{
    private readonly List<Row> added = [];

    private readonly record struct Row(long Account, long Position, int Place, DateTimeOffset EffectiveAt, TierChange Change);

    /// <summary>Adds what an event changes in the accounts of each tier.</summary>
    /// <param name="before">The event's account before it.</param>
    /// <param name="position">Of the event.</param>
    public void Add(AccountRow before, AccountEventData seen, long position)
    {
        var changes = TierChangeView.Of(before, seen);
        for (var i = 0; i < changes.Count; i++) added.Add(new Row(before.Number, position, i, seen.EffectiveAt, changes[i]));
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
