using System.Security.Cryptography;
using Ledger.Contracts.V1;
using Ledger.Domain.Orders;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Hosting.Outgoing;
using Ledger.Keys;
using Ledger.Webhooks.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Webhooks.Host;

/// <summary>The endpoints that register and control webhooks.</summary>
internal sealed class WebhookEndpoints(
    WebhookStore store, WebhookDispatcher dispatcher, AllowedAddresses addresses, WebhooksOptions options, TimeProvider time)
{
    private const long KeptSecondsMax = 7 * 24 * 60 * 60;
    private const int TypesMax = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var webhooks = routes.MapGroup("/v1/programs/{program}/webhooks").RequireScope(Scopes.WebhooksWrite);
        webhooks.MapGet("/", (HttpContext context, WebhookEndpoints endpoints) => endpoints.ListAsync(context))
            .Describe("listWebhooks", ApiTags.Events, "Lists a program's webhooks").Answers<WebhooksShown>();
        webhooks.MapPut("/{id}", (HttpContext context, WebhookEndpoints endpoints) => endpoints.PutAsync(context))
            .Describe("putWebhook", ApiTags.Events, "Registers a webhook, or changes it").TakesBody<WebhookBody>()
            .Answers<WebhookShown>(StatusCodes.Status201Created, "Registered; a secret that the service made is shown this once.")
            .Answers<WebhookShown>(meaning: "Changed, or as it was.")
            .Refuses(StatusCodes.Status400BadRequest, Refusals.MalformedId, "unknown_event_type")
            .Refuses(StatusCodes.Status404NotFound, Refusals.UnknownProgram).Refuses(StatusCodes.Status409Conflict, "too_many_webhooks")
            .Refuses(StatusCodes.Status422UnprocessableEntity, "webhook_url_refused");
        webhooks.MapGet("/{id}", (HttpContext context, WebhookEndpoints endpoints) => endpoints.GetAsync(context))
            .Describe("getWebhook", ApiTags.Events, "Shows a webhook and how far it has come").OfWebhook().Answers<WebhookShown>();
        webhooks.MapDelete("/{id}", (HttpContext context, WebhookEndpoints endpoints) => endpoints.DeleteAsync(context))
            .Describe("deleteWebhook", ApiTags.Events, "Removes a webhook").OfWebhook().AnswersNothing("Removed.");
        webhooks.MapPost("/{id}/secret", (HttpContext context, WebhookEndpoints endpoints) => endpoints.ReplaceSecretAsync(context))
            .Describe("replaceWebhookSecret", ApiTags.Events, "Gives a webhook another secret").OfWebhook().TakesBody<SecretBody>()
            .Answers<WebhookShown>();
        webhooks.MapPost("/{id}/enable", (HttpContext context, WebhookEndpoints endpoints) => endpoints.EnableAsync(context))
            .Describe("enableWebhook", ApiTags.Events, "Enables a disabled webhook").OfWebhook().Answers<WebhookShown>();
        webhooks.MapPost("/{id}/replay", (HttpContext context, WebhookEndpoints endpoints) => endpoints.ReplayAsync(context))
            .Describe("replayWebhook", ApiTags.Events, "Begins deliveries again after a position").OfWebhook().TakesBody<ReplayBody>()
            .Answers<WebhookShown>();
        webhooks.MapGet("/{id}/deliveries", (HttpContext context, WebhookEndpoints endpoints) => endpoints.DeliveriesAsync(context))
            .Describe("listDeliveries", ApiTags.Events, "Lists the last attempts to deliver").OfWebhook().Answers<DeliveriesShown>();
    }

    private async Task<IResult> ListAsync(HttpContext context)
    {
        var states = await store.OfProgramAsync(Segments.Program(context), context.RequestAborted);
        var head = await store.HeadAsync(context.RequestAborted);
        return Json(new WebhooksShown([.. states.Select(state => WebhookShown.Of(state, head, time.GetUtcNow()))]));
    }

    private async Task<IResult> GetAsync(HttpContext context) =>
        await store.FindAsync(Segments.Program(context), Segments.Id(context), context.RequestAborted) is { } state
            ? await ShownAsync(state, context)
            : Unknown(context);

    private async Task<IResult> PutAsync(HttpContext context)
    {
        var (program, id, ct) = (Segments.Program(context), Segments.Id(context), context.RequestAborted);
        if (!Identifiers.IsId(id)) return Problem.OfParameter(Refusals.MalformedId, "id", $"A webhook's id is {Identifiers.Rule}.");
        var (body, problem) = await JsonMembers.ReadAsync(context, "url", "types", "secret");
        if (body is null) return problem!;
        var (url, types, secret) = (body.Text("url"), body.Texts("types"), body.Text("secret"));
        if ((body.Fault ?? await FaultOfAsync(program, url, types, secret, ct)) is { } fault) return fault;
        while (true)
        {
            var (now, principal, made) = (time.GetUtcNow(), context.User.Identity!.Name!, (string?)null);
            var changed = await store.ChangeAsync(program, id, before => Changed(before, url!, types!, secret, now, principal), ct);
            if (changed is not null)
            {
                dispatcher.Look();
                return await ShownAsync(changed, context);
            }

            if (!await store.IsProgramAsync(program, ct)) return Problem.UnknownProgram(program);
            if ((await store.OfProgramAsync(program, ct)).Count >= WebhookStore.OfProgramMax)
            {
                return Problem.Of(StatusCodes.Status409Conflict, "too_many_webhooks",
                    $"A program has at most {WebhookStore.OfProgramMax} webhooks.");
            }

            if (secret is null) made = NewSecret();
            var added = new WebhookState(
                new Webhook
                {
                    Id = id,
                    Program = program,
                    Url = url!,
                    Types = types!,
                    Secrets = [new WebhookSecret(secret ?? made!, now)],
                    CreatedAt = now,
                    ChangedAt = now,
                    ChangedBy = principal,
                },
                new WebhookProgress { Id = id, Program = program, Position = await store.HeadAsync(ct) });
            // Another request added the webhook in between, so this one changes it instead.
            if (!await store.TryAddAsync(added, ct)) continue;
            dispatcher.Look();
            return await ShownAsync(added, context, made, StatusCodes.Status201Created);
        }
    }

    private async Task<IResult> DeleteAsync(HttpContext context)
    {
        if (!await store.RemoveAsync(Segments.Program(context), Segments.Id(context), context.RequestAborted)) return Unknown(context);
        dispatcher.Look();
        return Results.NoContent();
    }

    private async Task<IResult> ReplaceSecretAsync(HttpContext context)
    {
        var (body, problem) = await JsonMembers.ReadAsync(context, "secret", "keepOldSeconds");
        if (body is null) return problem!;
        var (secret, kept) = (body.Text("secret"), body.Number("keepOldSeconds", 0, KeptSecondsMax));
        if ((body.Fault ?? SecretFault(secret)) is { } fault) return fault;
        var (now, principal, made) = (time.GetUtcNow(), context.User.Identity!.Name!, secret is null ? NewSecret() : null);
        var until = now + (kept is { } seconds ? TimeSpan.FromSeconds(seconds) : options.SecretKept);
        return await ChangeAsync(context, before => before with
        {
            Webhook = before.Webhook.WithSecret(secret ?? made!, now, until) with { ChangedAt = now, ChangedBy = principal },
        }, made);
    }

    private Task<IResult> EnableAsync(HttpContext context)
    {
        var (now, principal) = (time.GetUtcNow(), context.User.Identity!.Name!);
        return ChangeAsync(context, before => before.Webhook.Disabled is null ? before : new WebhookState(
            before.Webhook with { Disabled = null, ChangedAt = now, ChangedBy = principal },
                before.Progress.From(before.Progress.Position)));
    }

    private async Task<IResult> ReplayAsync(HttpContext context)
    {
        var (body, problem) = await JsonMembers.ReadAsync(context, "after");
        if (body is null) return problem!;
        var head = await store.HeadAsync(context.RequestAborted);
        var after = body.Number("after", 0, head);
        if (body.Fault is { } fault) return fault;
        return after is { } position
            ? await ChangeAsync(context, before => before with { Progress = before.Progress.From(position) })
            : JsonMembers.Invalid("$.after is missing: the position after which deliveries begin again.");
    }

    private async Task<IResult> DeliveriesAsync(HttpContext context)
    {
        if (await store.FindAsync(Segments.Program(context), Segments.Id(context),
            context.RequestAborted) is not { } state) return Unknown(context);
        return Json(new DeliveriesShown([.. state.Progress.Attempts().Select(AttemptShown.Of)]));
    }

    private async Task<IResult> ChangeAsync(HttpContext context, Func<WebhookState, WebhookState> change, string? made = null)
    {
        if (await store.ChangeAsync(Segments.Program(context), Segments.Id(context), change,
            context.RequestAborted) is not { } changed) return Unknown(context);
        dispatcher.Look();
        return await ShownAsync(changed, context, made);
    }

    // A new address gets a new first attempt at once, even if the old one was failing.
    private WebhookState Changed(
        WebhookState before, string url, IReadOnlyList<string> types, string? secret, DateTimeOffset now, string principal)
    {
        var webhook = before.Webhook;
        var isNewSecret = secret is not null && webhook.Secrets[0].Text != secret;
        if (webhook.Url == url && webhook.Types.SequenceEqual(types) && !isNewSecret) return before;
        var changed = webhook with { Url = url, Types = types, ChangedAt = now, ChangedBy = principal };
        if (isNewSecret) changed = changed.WithSecret(secret!, now, now + options.SecretKept);
        return new WebhookState(changed, webhook.Url == url ? before.Progress : before.Progress.From(before.Progress.Position));
    }

    private async Task<IResult?> FaultOfAsync(string program, string? url, IReadOnlyList<string>? types, string? secret,
        CancellationToken ct)
    {
        if (url is null) return JsonMembers.Invalid("$.url is missing: where events are posted to.");
        if (types is not { Count: > 0 and <= TypesMax })
        {
            return JsonMembers.Invalid($"$.types is a list of 1 to {TypesMax} types of events; [\"*\"] means all.");
        }

        if (EventChoice.Of(program, types, out var unknown) is null)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, "unknown_event_type",
                $"There is no event {unknown}. $.types holds {EventChoice.Rule}.");
        }

        if (SecretFault(secret) is { } fault) return fault;
        var refused = EndpointAddress.FaultOf(url) ?? await addresses.FaultOfAsync(new Uri(url), ct);
        return refused is null ? null : Problem.Of(StatusCodes.Status422UnprocessableEntity, "webhook_url_refused",
            $"$.url cannot be delivered to. {refused}");
    }

    private static IResult? SecretFault(string? secret) =>
        secret is null || SecretText.KeyOf(secret) is not null ? null : JsonMembers.Invalid($"$.secret is {SecretText.Rule}.");

    private static string NewSecret() => SecretText.Of(RandomNumberGenerator.GetBytes(SecretText.BytesMade));

    private async Task<IResult> ShownAsync(WebhookState state, HttpContext context, string? made = null,
        int status = StatusCodes.Status200OK)
    {
        var shown = WebhookShown.Of(state, await store.HeadAsync(context.RequestAborted), time.GetUtcNow());
        return Json(shown with { Secret = made }, status);
    }

    private static IResult Json(object value, int status = StatusCodes.Status200OK) =>
        Results.Json(value, Wire.Options, statusCode: status);

    private static IResult Unknown(HttpContext context) => Problem.Of(StatusCodes.Status404NotFound, "unknown_webhook",
        $"Program {Segments.Program(context)} has no webhook {Segments.Id(context)}.");
}
