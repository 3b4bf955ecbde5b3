using System.Collections.Frozen;
using System.Security.Claims;
using Ledger.Keys;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Ledger.Hosting.Access;

/// <summary>
/// The keys in use, cached in memory. They are read again twice a second, so a revoked key stops working within a second; an unknown key
/// causes a read at once.
/// </summary>
public sealed class KeyRing(KeyTable table, KeyRates rates, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    // The table is not read more often than this, however many unknown keys are sent.
    private static readonly TimeSpan AtLeast = TimeSpan.FromMilliseconds(50);

    private readonly Lock gate = new();
    private readonly SemaphoreSlim asked = new(0, 1);
    private volatile FrozenDictionary<string, KeyHolder> known = FrozenDictionary<string, KeyHolder>.Empty;
    private TaskCompletionSource coming = New();

    /// <summary>The holder of the key with this text; null when no key in use has it.</summary>
    public async ValueTask<ClaimsPrincipal?> FindAsync(KeyText text, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!known.TryGetValue(text.Id, out var holder))
        {
            Task fresh;
            lock (gate)
            {
                fresh = coming.Task;
                if (asked.CurrentCount == 0) asked.Release();
            }

            await fresh.WaitAsync(ct);
            if (!known.TryGetValue(text.Id, out holder)) return null;
        }

        return holder.Key.IsProvenBy(text) ? holder.Principal : null;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        asked.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            TaskCompletionSource reading;
            lock (gate)
            {
                // Callers from now on wait for the next read, because this read may have passed their key already.
                reading = coming;
                coming = New();
            }

            await ReadAsync(reading, stoppingToken);
            try
            {
                await Task.Delay(AtLeast, time, stoppingToken);
                await asked.WaitAsync(Every - AtLeast, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        lock (gate) coming.TrySetCanceled(CancellationToken.None);
    }

    private async Task ReadAsync(TaskCompletionSource reading, CancellationToken ct)
    {
        try
        {
            var keys = await table.ValidAsync(ct);
            var before = known;
            known = keys.ToFrozenDictionary(
                key => key.Id, key => before.TryGetValue(key.Id, out var holder) ? holder : new KeyHolder(key, key.Rate ?? rates.Default),
                StringComparer.Ordinal);
            reading.SetResult();
        }
#pragma warning disable CA1031 // The failure is passed to the waiting callers; the cached keys stay until the next read.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            reading.SetException(fault is OperationCanceledException ? new NpgsqlException("The service stops.") : fault);
            _ = reading.Task.Exception;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The cached identity of a key. Of a key's row only the end ever changes, so the identity is made once.</summary>
    private sealed class KeyHolder(ApiKey key, int? rate)
    {
        public ApiKey Key => key;

        public ClaimsPrincipal Principal { get; } = new(CallerIdentity.Of(key, rate));
    }
}
