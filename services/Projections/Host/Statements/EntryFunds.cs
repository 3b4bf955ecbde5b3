using Ledger.Contracts.V1;
using Ledger.Projections.Host.Queries;
using Ledger.Rules.Domain.Postings;

namespace Ledger.Projections.Host.Statements;

/// <summary>Finds the funds whose money entries move (mechanics.md §5), by the lots that the entries name.</summary>
internal sealed class EntryFunds
{
    private readonly Dictionary<long, string> funds;

    private EntryFunds(Dictionary<long, string> funds) => this.funds = funds;

    /// <summary>Looks up the lots of an account's entries; without entries in the unit <c>fund</c> no query is made.</summary>
    public static async Task<EntryFunds> ReadAsync(
        Snapshot snapshot, AccountState account, IEnumerable<Movement> entries, CancellationToken ct)
    {
        var moves = entries.Where(entry => entry.Unit == Units.Fund).SelectMany(entry => entry.Moves);
        long[] lots = [.. moves.Select(move => move.Lot).Distinct()];
        if (lots.Length == 0) return new EntryFunds([]);
        var found = await snapshot.Command(
                $"select lot, fund from {snapshot.Schema}.lots where account = $1 and lot = any($2) and fund is not null",
                Snapshot.Value(account.Row.Number), Snapshot.Value(lots))
            .ListAsync(row => (Lot: row.GetInt64(0), Fund: row.GetString(1)), ct);
        return new EntryFunds(found.ToDictionary(one => one.Lot, one => one.Fund));
    }

    /// <summary>The fund of an entry, or several joined by '|'; null for an entry of another unit.</summary>
    public string? Of(Movement entry)
    {
        if (entry.Unit != Units.Fund || funds.Count == 0) return null;
        var names = entry.Moves.Select(move => funds.GetValueOrDefault(move.Lot)).OfType<string>().Distinct().Order(StringComparer.Ordinal);
        return string.Join('|', names) is { Length: > 0 } text ? text : null;
    }
}
