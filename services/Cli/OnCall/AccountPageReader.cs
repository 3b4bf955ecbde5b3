using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Ledger.Client;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Rules.Domain.States;

namespace Ledger.Cli.OnCall;

/// <summary>Reads the data shown of an account. The answers are not from one moment: the account may change in between.</summary>
internal sealed class AccountPageReader(LedgerProgram program, string account)
{
    private const int PageMax = 1_000;

    private long? last;

    /// <summary>Reads everything.</summary>
    /// <param name="entries">Number of the last movements to read.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<AccountPage> ReadAsync(int entries, CancellationToken cancellation)
    {
        var balance = await program.AskAsync<BalanceAnswer>(LedgerPaths.Account(account, "balance"), cancellation);
        var standing = await program.AskAsync<StandingAnswer>(LedgerPaths.Account(account, "standing"), cancellation);
        var described = await program.GetAsync(cancellation);
        var lots = await program.ListLotsAsync(account, cancellation).ToListAsync(cancellation);
        var expiring = ExpiringSum.Of(lots, TimeZoneInfo.FindSystemTimeZoneById(described.TimeZone));
        var newest = await NewestFirstAsync(cancellation).Take(entries).ToListAsync(cancellation);
        var (holds, elsewhere) = await HoldsAsync(balance.Value.Wallets.Sum(wallet => wallet.Held), cancellation);
        return new AccountPage(balance, standing, expiring, holds, elsewhere, newest);
    }

    /// <summary>
    /// The movements, the latest first. The service lists them from the first on, numbered without gaps, so the last number is found by a
    /// search: doubling until there is no later entry, then halving the interval.
    /// </summary>
    public async IAsyncEnumerable<JsonElement> NewestFirstAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        // Entries that come meanwhile have higher numbers and are left out.
        last ??= await LastAsync(cancellation);
        for (var end = last.Value; end > 0;)
        {
            var after = Math.Max(0, end - PageMax);
            var page = await EntriesAsync(after, (int)(end - after), cancellation);
            foreach (var entry in page.Entries.Reverse()) yield return entry;
            end = after;
        }
    }

    /// <summary>The number of the last entry; 0 when there is none.</summary>
    private async Task<long> LastAsync(CancellationToken cancellation)
    {
        var first = await EntriesAsync(0, PageMax, cancellation);
        if (first.Next is null) return first.Entries.Count;
        // There is an entry after low, and none after high.
        var (low, high) = (first.Next.Value, 2 * first.Next.Value);
        while (await HasBehindAsync(high, cancellation)) (low, high) = (high, high * 2);
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            if (await HasBehindAsync(middle, cancellation)) low = middle;
            else high = middle;
        }

        return high;
    }

    /// <summary>The open holds: the latest ones until they account for the wallets' held value.</summary>
    private async Task<(IReadOnlyList<LedgerAnswer<HoldAnswer>> Holds, decimal Left)> HoldsAsync(
        decimal held, CancellationToken cancellation)
    {
        var holds = new List<LedgerAnswer<HoldAnswer>>();
        var ended = new HashSet<string>(StringComparer.Ordinal);
        if (held == 0) return (holds, held);
        await foreach (var entry in NewestFirstAsync(cancellation))
        {
            if (!entry.TryGetProperty("holdId", out var name) || name.GetString() is not { } id || !ended.Add(id)) continue;
            if (entry.GetProperty("type").GetString() != EventNames.Of(typeof(PointsHeld))) continue;
            var hold = await program.AskAsync<HoldAnswer>(LedgerPaths.Hold(id), cancellation);
            if (hold.Value.State != HoldStateNames.Held) continue;
            holds.Add(hold);
            held -= hold.Value.Lots.Sum(lot => lot.Amount);
            if (held <= 0) break;
        }

        return (holds, Math.Max(held, 0));
    }

    private async Task<bool> HasBehindAsync(long number, CancellationToken cancellation) =>
        (await EntriesAsync(number, 1, cancellation)).Entries.Count > 0;

    private Task<EntriesAnswer<JsonElement>> EntriesAsync(long after, int limit, CancellationToken cancellation) =>
        program.ReadAsync<EntriesAnswer<JsonElement>>(
            string.Create(CultureInfo.InvariantCulture, $"{LedgerPaths.Account(account, "entries")}?after={after}&limit={limit}"),
            cancellation);
}
