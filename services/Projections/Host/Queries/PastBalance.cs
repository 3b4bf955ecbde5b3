using Ledger.Contracts.V1;
using Ledger.Hosting;
using Ledger.Projections.Domain.Views;
using Ledger.Projections.Host.Statements;
using Ledger.Projections.Host.Tables;
using Ledger.Rules.Domain.Postings;
using Microsoft.AspNetCore.Http;

namespace Ledger.Projections.Host.Queries;

/// <summary>
/// The point in time that a balance is asked for (domain.md §6): entries that were effective by one instant and recorded by another. Work
/// that was due by then but not carried out is not included.
/// </summary>
/// <param name="Effective">Inclusive; null: no limit.</param>
/// <param name="Recorded">Inclusive; null: no limit.</param>
internal sealed record PastBalance(DateTimeOffset? Effective, DateTimeOffset? Recorded)
{
    private const int EntriesAtOnce = 1_000;

    /// <summary>
    /// Reads <c>effectiveAsOf</c> and <c>recordedAsOf</c>; null when neither is given, or with a problem when one is malformed.
    /// </summary>
    public static PastBalance? Read(HttpContext context, out IResult? problem)
    {
        problem = null;
        var (effective, recorded) = (One("effectiveAsOf", ref problem), One("recordedAsOf", ref problem));
        return effective is null && recorded is null ? null : new PastBalance(effective, recorded);

        DateTimeOffset? One(string name, ref IResult? wrong)
        {
            if (context.Request.Query[name] is not [{ } text]) return null;
            if (InstantJsonConverter.TryParse(text, out var instant)) return instant;
            wrong = Problem.OfParameter("bad_instant", name, $"{name} is an instant with an offset, like 2011-03-08T00:00:00Z.");
            return null;
        }
    }

    /// <summary>
    /// The wallets that had an entry by then, the account's own first. They are summed from their entries, so the cost grows with the
    /// account's history.
    /// </summary>
    public async Task<IReadOnlyList<(WalletRowKey Key, WalletRow Row)>> WalletsAsync(
        Views views, Snapshot snapshot, AccountState account, CancellationToken ct)
    {
        var end = account.Row.Entries + 1;
        if (Effective is { } effective)
        {
            end = Math.Min(end, await EntryRun.EndAsync(snapshot, account, EntryRun.EffectiveBy, effective, ct));
        }
        if (Recorded is { } recorded) end = Math.Min(end, await EntryRun.EndAsync(snapshot, account, EntryRun.RecordedBy, recorded, ct));
        var wallets = new Dictionary<WalletRowKey, WalletRow>();
        for (var from = 1L; from < end; from += EntriesAtOnce)
        {
            var positions = await snapshot.Command(
                    $"select position from {snapshot.Schema}.entries where account = $1 and sequence >= $2 and sequence < $3 order by "
                    + $"sequence",
                    Snapshot.Value(account.Row.Number), Snapshot.Value(from), Snapshot.Value(Math.Min(end, from + EntriesAtOnce)))
                .ListAsync(row => row.GetInt64(0), ct);
            foreach (var row in await views.Rows.ReadAsync(positions, ct))
            {
                var entry = Statement.Read(row);
                var key = new WalletRowKey(account.Row.Number, entry.Owner, entry.Unit);
                wallets[key] = WalletView.Apply(wallets.GetValueOrDefault(key), entry.Moves);
            }
        }

        return [.. wallets
                .OrderBy(wallet => wallet.Key.Owner != WalletOwners.Account)
                .ThenBy(wallet => wallet.Key.Owner, StringComparer.Ordinal)
                .ThenBy(wallet => wallet.Key.Unit, StringComparer.Ordinal)
                .Select(wallet => (wallet.Key, wallet.Value))];
    }
}
