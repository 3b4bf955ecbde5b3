using System.Text.Json;
using JasperFx;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.EventLog;
using Ledger.Hosting.Outgoing;
using Ledger.Webhooks.Domain;
using Marten;

namespace Ledger.Webhooks.Host;

/// <summary>A webhook with the progress of its deliveries.</summary>
internal sealed record WebhookState(Webhook Webhook, WebhookProgress Progress);

/// <summary>What the dispatcher needs of every webhook.</summary>
/// <param name="Program">The webhook's program.</param>
/// <param name="Id">The webhook's id in the program.</param>
/// <param name="Turn">See <see cref="WebhookProgress.Turn"/>.</param>
internal sealed record WebhookTurn(string Program, string Id, long Turn);

/// <summary>The part of a webhook's document that tells whether it is disabled.</summary>
internal sealed record WebhookSwitch(string Program, string Id, Disablement? Disabled);

/// <summary>The part of a webhook's progress without the attempts.</summary>
internal sealed record WebhookPlace(string Program, string Id, long Position, Failing? Failing);

/// <summary>Loads and saves the documents of webhooks, with optimistic concurrency.</summary>
internal sealed class WebhookStore(IDocumentStore marten, EventStore log) : IWebhookLags
{
    private const int TriesMax = 20;

    /// <summary>The most webhooks of one program.</summary>
    public const int OfProgramMax = 100;

    public async Task<WebhookState?> FindAsync(string program, string id, CancellationToken ct)
    {
        await using var session = marten.QuerySession(program);
        return await session.LoadAsync<Webhook>(id, ct) is { } webhook && await session.LoadAsync<WebhookProgress>(id, ct) is { } progress
            ? new WebhookState(webhook, progress)
            : null;
    }

    /// <summary>The webhooks of a program, by id.</summary>
    public async Task<IReadOnlyList<WebhookState>> OfProgramAsync(string program, CancellationToken ct)
    {
        await using var session = marten.QuerySession(program);
        var webhooks = await session.Query<Webhook>().ToListAsync(ct);
        var progress = (await session.Query<WebhookProgress>().ToListAsync(ct)).ToDictionary(one => one.Id, StringComparer.Ordinal);
        return [.. webhooks.Where(one => progress.ContainsKey(one.Id)).OrderBy(one => one.Id, StringComparer.Ordinal)
            .Select(one => new WebhookState(one, progress[one.Id]))];
    }

    /// <summary>All webhooks that are enabled, of all programs, with their turns.</summary>
    public async Task<IReadOnlyList<(Webhook Webhook, long Turn)>> EnabledAsync(CancellationToken ct)
    {
        await using var session = marten.QuerySession();
        var webhooks = await session.Query<Webhook>().Where(one => one.AnyTenant()).ToListAsync(ct);
        var turns = await session.Query<WebhookProgress>().Where(one => one.AnyTenant())
            .Select(one => new WebhookTurn(one.Program, one.Id, one.Turn)).ToListAsync(ct);
        var byKey = turns.ToDictionary(one => (one.Program, one.Id), one => one.Turn);
        return [.. webhooks.Where(one => one.Disabled is null && byKey.ContainsKey((one.Program, one.Id)))
            .Select(one => (one, byKey[(one.Program, one.Id)]))];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WebhookLag>> ReadAsync(long head, CancellationToken ct)
    {
        await using var session = marten.QuerySession();
        var switches = await session.Query<Webhook>().Where(one => one.AnyTenant())
            .Select(one => new WebhookSwitch(one.Program, one.Id, one.Disabled)).ToListAsync(ct);
        var places = await session.Query<WebhookProgress>().Where(one => one.AnyTenant())
            .Select(one => new WebhookPlace(one.Program, one.Id, one.Position, one.Failing)).ToListAsync(ct);
        var lags = from one in switches
                   join place in places on (one.Program, one.Id) equals (place.Program, place.Id)
                   select new WebhookLag(one.Program, one.Id, place.Position, Math.Max(0, head - place.Position),
                       WebhookShown.StateOf(one.Disabled, place.Failing));
        return [.. lags.OrderBy(one => one.Program, StringComparer.Ordinal).ThenBy(one => one.Name, StringComparer.Ordinal)];
    }

    /// <summary>Whether a program exists, published or drafted.</summary>
    public async Task<bool> IsProgramAsync(string program, CancellationToken ct)
    {
        await using var session = marten.QuerySession(program);
        return await session.Events.FetchStreamStateAsync(Streams.Program(program), ct) is not null;
    }

    /// <summary>Saves a new webhook; false when a webhook with this id exists by now.</summary>
    public async Task<bool> TryAddAsync(WebhookState state, CancellationToken ct)
    {
        await using var session = marten.LightweightSession(state.Webhook.Program);
        session.Insert(state.Webhook);
        session.Insert(state.Progress);
        try
        {
            await session.SaveChangesAsync(ct);
            return true;
        }
        catch (DocumentAlreadyExistsException)
        {
            return false;
        }
    }

    /// <summary>Changes a webhook, and repeats the change if somebody else changed the webhook meanwhile; null when there is no such
    /// webhook.</summary>
    /// <param name="change">A pure function; a document that it returns unchanged is not saved.</param>
    public async Task<WebhookState?> ChangeAsync(string program, string id, Func<WebhookState, WebhookState> change, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await FindAsync(program, id, ct) is not { } before) return null;
            var after = change(before);
            try
            {
                await using var session = marten.LightweightSession(program);
                if (after.Webhook != before.Webhook) session.UpdateExpectedVersion(after.Webhook, after.Webhook.Revision);
                if (after.Progress != before.Progress) session.UpdateExpectedVersion(after.Progress, after.Progress.Revision);
                await session.SaveChangesAsync(ct);
                return after;
            }
            catch (ConcurrencyException) when (attempt < TriesMax)
            {
                // Deliveries save the progress all the time, so conflicts are expected; the change is repeated.
            }
        }
    }

    /// <summary>Saves the progress of deliveries and sets the document's new revision.</summary>
    /// <exception cref="ConcurrencyException">The progress was changed or removed meanwhile.</exception>
    public async Task SaveAsync(WebhookProgress progress, CancellationToken ct)
    {
        await using var session = marten.LightweightSession(progress.Program);
        session.UpdateExpectedVersion(progress, progress.Revision);
        await session.SaveChangesAsync(ct);
    }

    /// <summary>Disables a webhook and records <see cref="WebhookDisabled"/> in the same transaction.</summary>
    /// <exception cref="ConcurrencyException">The webhook or its progress was changed meanwhile.</exception>
    public async Task DisableAsync(WebhookState state, string reason, DateTimeOffset now, CancellationToken ct)
    {
        var (webhook, progress) = (state.Webhook with { Disabled = new Disablement(now, reason) }, state.Progress);
        var notice = new WebhookDisabled(webhook.Program, webhook.Id, webhook.Url, reason, progress.Position, now, now);
        var stored = new NewEvent(EventNames.Of(typeof(WebhookDisabled)), EventNames.DotNetType(typeof(WebhookDisabled)),
            JsonSerializer.SerializeToUtf8Bytes(notice, Wire.Options), now);
        var stream = Streams.Webhook(webhook.Id);
        await using var session = marten.LightweightSession(webhook.Program);
        var version = (await session.Events.FetchStreamStateAsync(stream, ct))?.Version ?? 0;
        session.UpdateExpectedVersion(webhook, webhook.Revision);
        session.UpdateExpectedVersion(progress, progress.Revision);
        var append = PreparedAppend.Of([new StreamAppend(webhook.Program, stream, Streams.WebhookType, version, [stored])]);
        await log.AppendAsync(session, append, null, ct);
    }

    /// <summary>Removes a webhook; false when there is none.</summary>
    public async Task<bool> RemoveAsync(string program, string id, CancellationToken ct)
    {
        if (await FindAsync(program, id, ct) is null) return false;
        await using var session = marten.LightweightSession(program);
        session.Delete<Webhook>(id);
        session.Delete<WebhookProgress>(id);
        await session.SaveChangesAsync(ct);
        return true;
    }

    /// <summary>The last position of the log.</summary>
    public async Task<long> HeadAsync(CancellationToken ct) => (await log.ReadHeadAsync(ct)).Position;
}
