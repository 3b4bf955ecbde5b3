using Ledger.Webhooks.Domain;

namespace Ledger.Webhooks.Host;

/// <summary>
/// The progress of the deliveries to one webhook and when it is saved: a few times a second while attempts are made, and now and then while
/// only events that the webhook does not ask for are skipped.
/// </summary>
internal sealed class SavedProgress(WebhookStore store, TimeProvider time, WebhookProgress loaded)
{
    private const int UnsavedMax = 100;

    private static readonly TimeSpan SaveEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SaveSkippedEvery = TimeSpan.FromSeconds(10);

    private long savedPosition = loaded.Position;
    private long savedAt = time.GetTimestamp();
    private int unsaved;

    /// <summary>The progress with everything that is not saved yet.</summary>
    public WebhookProgress Now { get; private set; } = loaded;

    /// <summary>An attempt was made, after which the progress is this.</summary>
    public void Attempted(WebhookProgress after)
    {
        Now = after;
        unsaved++;
    }

    /// <summary>No event up to this position is one that the webhook asks for.</summary>
    public void Skip(long position) => Now = Now.AfterSkipping(position);

    /// <summary>Saves if there are many attempts since the last save, or some time has passed since then.</summary>
    public Task SaveIfDueAsync(CancellationToken ct) =>
        unsaved >= UnsavedMax || time.GetElapsedTime(savedAt) >= SaveEvery ? SaveAsync(ct) : Task.CompletedTask;

    /// <summary>Saves if there are attempts since the last save.</summary>
    public Task SaveAttemptsAsync(CancellationToken ct) => unsaved > 0 ? SaveAsync(ct) : Task.CompletedTask;

    /// <summary>
    /// Saves at the end of the log, if there are attempts since the last save. Skipped events alone are saved every few seconds only: after
    /// a crash they are merely skipped again.
    /// </summary>
    public Task SaveAtEndOfLogAsync(CancellationToken ct)
    {
        var hasSkipped = Now.Position != savedPosition && time.GetElapsedTime(savedAt) >= SaveSkippedEvery;
        return hasSkipped ? SaveAsync(ct) : SaveAttemptsAsync(ct);
    }

    private async Task SaveAsync(CancellationToken ct)
    {
        await store.SaveAsync(Now, ct);
        (savedPosition, unsaved, savedAt) = (Now.Position, 0, time.GetTimestamp());
    }
}
