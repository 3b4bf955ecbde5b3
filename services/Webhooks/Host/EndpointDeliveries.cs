using System.Globalization;
using JasperFx;
using Ledger.Hosting;
using Ledger.Hosting.Outgoing;
using Ledger.Webhooks.Domain;
using Marten.Exceptions;
using Microsoft.Extensions.Logging;

namespace Ledger.Webhooks.Host;

/// <summary>
/// The deliveries to one webhook: one event after another in the order of the log, each only after the previous one was delivered. After a
/// crash, events delivered since the <see cref="SavedProgress">last save</see> are delivered again under the same id. The time of the next
/// attempt is saved too, so a restart does not bring it forward.
/// </summary>
internal sealed partial class EndpointDeliveries : IAsyncDisposable
{
    private const int PageMax = 100;

    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(5);

    private readonly EndpointDeliveriesFactory parts;
    private readonly string program;
    private readonly string id;
    private readonly Lock gate = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Task run;
    private TaskCompletionSource changed = New();
    private Webhook webhook = null!;
    private SavedProgress progress = null!;

    public EndpointDeliveries(EndpointDeliveriesFactory parts, string program, string id)
    {
        (this.parts, this.program, this.id) = (parts, program, id);
        run = Task.Run(RunAsync);
    }

    /// <summary>Whether the deliveries have ended because the webhook was disabled or removed.</summary>
    public bool HasEnded => run.IsCompleted;

    /// <summary>Passes the webhook's present configuration and turn; a change interrupts any waiting.</summary>
    public void Take(Webhook now, long turn)
    {
        lock (gate)
        {
            if (webhook is null || (now.Revision == webhook.Revision && turn <= progress.Now.Turn)) return;
            changed.TrySetResult();
        }
    }

    /// <summary>Ends the deliveries and saves their progress.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await run;
        stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (!await LoadAsync(stop.Token)) return;
                if (!await DeliverAsync(stop.Token)) return;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
            catch (Exception lost) when (lost is ConcurrencyException or NonExistentDocumentException)
            {
                // A person set the position, or another process delivers too: the progress in the database wins.
            }
            catch (Exception outage) when (DatabaseFaults.IsOutage(outage))
            {
                LogOutage(parts.Logger, program, id, outage);
                await DelayAsync(Pause);
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                LogFailed(parts.Logger, program, id, fault);
                await DelayAsync(Pause);
            }
        }

        await SaveAtEndAsync();
    }

    private async Task<bool> LoadAsync(CancellationToken ct)
    {
        if (await parts.Store.FindAsync(program, id, ct) is not { Webhook.Disabled: null } state) return false;
        lock (gate)
        {
            (webhook, progress) = (state.Webhook, new SavedProgress(parts.Store, parts.Time, state.Progress));
            changed = New();
        }

        return true;
    }

    /// <summary>Delivers until the webhook is changed; false when these deliveries disabled it.</summary>
    private async Task<bool> DeliverAsync(CancellationToken ct)
    {
        var choice = EventChoice.Of(program, webhook.Types, out var unknown)
            ?? throw new InvalidOperationException($"This build knows no event {unknown}.");
        while (!changed.Task.IsCompleted)
        {
            var page = await parts.Pages.ReadAsync(choice, progress.Now.Position, PageMax, ct);
            foreach (var one in page.Events)
            {
                switch (await DeliverAsync(one, ct))
                {
                    case End.Disabled:
                        return false;
                    case End.Changed:
                        await progress.SaveAttemptsAsync(ct);
                        return true;
                }
            }

            progress.Skip(page.Position);
            if (!page.IsAtEnd) continue;
            await progress.SaveAtEndOfLogAsync(ct);
            await Task.WhenAny(parts.Pages.WaitAsync(progress.Now.Position, WaitMax, ct), changed.Task).Unwrap();
        }

        await progress.SaveAttemptsAsync(ct);
        return true;
    }

    /// <summary>Delivers one event, with as many attempts as needed.</summary>
    private async Task<End> DeliverAsync(OutgoingEvent one, CancellationToken ct)
    {
        while (!changed.Task.IsCompleted)
        {
            var failing = progress.Now.Failing is { } before && before.Position == one.Position ? before : null;
            if (failing is not null && !await WaitAsync(failing.NextAt, ct)) break;

            var (begun, stamp) = (parts.Time.GetUtcNow(), parts.Time.GetTimestamp());
            var result = await parts.Sender.SendAsync(webhook, one, ct);
            parts.Count(result.IsDelivered);
            var took = (long)parts.Time.GetElapsedTime(stamp).TotalMilliseconds;
            var attempt = new Attempt(
                one.Id, one.Type, one.Position, (failing?.Attempts ?? 0) + 1, begun, took, result.Status, result.Error);
            if (result.IsDelivered)
            {
                progress.Attempted(progress.Now.AfterSuccess(attempt));
                await progress.SaveIfDueAsync(ct);
                return End.Delivered;
            }

            var now = parts.Time.GetUtcNow();
            var next = result.IsGone
                ? null
                : parts.Options.Schedule.Next(
                    attempt.Number, failing?.Since ?? begun, now, EndpointDeliveriesFactory.Chance(), result.RetryAfter);
            progress.Attempted(progress.Now.AfterFailure(attempt, next ?? now));
            if (next is null)
            {
                await DisableAsync(one, result, now, ct);
                return End.Disabled;
            }

            if (next - now >= Pause) await progress.SaveAttemptsAsync(ct);
            else await progress.SaveIfDueAsync(ct);
        }

        return End.Changed;
    }

    /// <summary>Waits until a time; false when the webhook was changed before.</summary>
    private async Task<bool> WaitAsync(DateTimeOffset at, CancellationToken ct)
    {
        var left = at - parts.Time.GetUtcNow();
        if (left <= TimeSpan.Zero) return true;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var first = await Task.WhenAny(Task.Delay(left, parts.Time, either.Token), changed.Task);
        await either.CancelAsync();
        ct.ThrowIfCancellationRequested();
        return first != changed.Task;
    }

    private async Task DisableAsync(OutgoingEvent one, SendResult result, DateTimeOffset now, CancellationToken ct)
    {
        var hours = parts.Options.Schedule.GiveUpAfter.TotalHours;
        var reason = result.IsGone
            ? $"The receiver answered 410 Gone to the event at position {one.Position}."
            : string.Create(
                CultureInfo.InvariantCulture, $"The event at position {one.Position} could not be delivered for {hours:0.##} hours.");
        await parts.Store.DisableAsync(new WebhookState(webhook, progress.Now), reason, now, ct);
        LogDisabled(parts.Logger, program, id, reason);
    }

    // If this save fails, no event is lost; some are delivered twice.
    private async Task SaveAtEndAsync()
    {
        if (progress is null) return;
        using var limit = new CancellationTokenSource(StopMax, parts.Time);
        try
        {
            await progress.SaveAttemptsAsync(limit.Token);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            LogNotSaved(parts.Logger, program, id, fault);
        }
    }

    private async Task DelayAsync(TimeSpan pause) =>
        await Task.Delay(pause, parts.Time, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>How the delivery of one event ended.</summary>
    private enum End
    {
        Delivered,

        /// <summary>The webhook was changed before the delivery succeeded, so the event is delivered by the new configuration.</summary>
        Changed,

        /// <summary>The event could not be delivered for too long, or the receiver is gone.</summary>
        Disabled,
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhook {Id} of program {Program} was disabled. {Reason}")]
    private static partial void LogDisabled(ILogger logger, string program, string id, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The deliveries to webhook {Id} of program {Program} stopped and begin again.")]
    private static partial void LogFailed(ILogger logger, string program, string id, Exception fault);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The deliveries to webhook {Id} of program {Program} wait for the database.")]
    private static partial void LogOutage(ILogger logger, string program, string id, Exception fault);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Where webhook {Id} of program {Program} has come was not saved.")]
    private static partial void LogNotSaved(ILogger logger, string program, string id, Exception fault);
}
