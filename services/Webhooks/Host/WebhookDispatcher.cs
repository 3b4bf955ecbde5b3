using Ledger.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Ledger.Webhooks.Host;

/// <summary>
/// Runs the deliveries to all webhooks while this process has the lease, and stands by while another process has it. Each webhook has its
/// own loop, so a slow receiver delays no other. Changes of webhooks are noticed within a second, those made by this process at once.
/// </summary>
internal sealed partial class WebhookDispatcher(
    NpgsqlDataSource database, WebhookStore store, EndpointDeliveriesFactory deliveries, TimeProvider time,
    ILogger<WebhookDispatcher> logger)
    : BackgroundService
{
    // The text 'ledgerwh' as a number.
    private const long LeaseKey = 7810759523990470504;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly WakeUp wakeUp = new(time);
    private readonly Dictionary<(string Program, string Id), EndpointDeliveries> running = [];

    /// <summary>Looks for changes at once.</summary>
    public void Look() => wakeUp.Call();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await TurnAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                LogTurnFailed(logger, fault);
            }

            await Task.Delay(LookEvery, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TurnAsync(CancellationToken ct)
    {
        await using var lease = await Lease.TryTakeAsync(database, LeaseKey, ct);
        if (lease is null) return;
        try
        {
            while (true)
            {
                await LookAsync(ct);
                await wakeUp.WaitAsync(LookEvery, ct);
                // Throws when the lease's session has ended, because another process may have the lease then.
                await lease.CheckAsync(ct);
            }
        }
        finally
        {
            await Task.WhenAll(running.Values.Select(one => one.DisposeAsync().AsTask()));
            running.Clear();
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        var enabled = (await store.EnabledAsync(ct)).ToDictionary(one => (one.Webhook.Program, one.Webhook.Id));
        foreach (var (key, one) in running.ToList())
        {
            if (enabled.ContainsKey(key) && !one.HasEnded) continue;
            running.Remove(key);
            await one.DisposeAsync();
        }

        foreach (var (key, (webhook, turn)) in enabled)
        {
            if (running.TryGetValue(key, out var there)) there.Take(webhook, turn);
            else running.Add(key, deliveries.Start(webhook.Program, webhook.Id));
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The webhooks' deliveries stopped and begin again where they were.")]
    private static partial void LogTurnFailed(ILogger logger, Exception fault);
}
