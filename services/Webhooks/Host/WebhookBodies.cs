using System.Text.Json.Serialization;
using Ledger.Domain.Orders;
using Ledger.Hosting.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Ledger.Webhooks.Host;

/// <summary>What a webhook is registered with, as the OpenAPI document shows it.</summary>
/// <param name="Url">Where events are posted to: https, and no private address unless the service allows it.</param>
/// <param name="Types">1 to 100 types of events; * for all.</param>
/// <param name="Secret">Signs the deliveries; without it the service makes one.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record WebhookBody(string Url, IReadOnlyList<string> Types, string? Secret = null);

/// <summary>Another secret of a webhook, as the OpenAPI document shows it.</summary>
/// <param name="Secret">Without it the service makes one.</param>
/// <param name="KeepOldSeconds">How long the old one signs too.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record SecretBody(string? Secret = null, long? KeepOldSeconds = null);

/// <summary>From where a webhook begins again, as the OpenAPI document shows it.</summary>
/// <param name="After">Position of the log after which deliveries begin again.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ReplayBody(long After);

/// <summary>How the endpoints of webhooks describe themselves.</summary>
internal static class WebhookDescriptions
{
    /// <summary>It is about one webhook, which must exist.</summary>
    public static RouteHandlerBuilder OfWebhook(this RouteHandlerBuilder endpoint) =>
        endpoint.Refuses(StatusCodes.Status404NotFound, "unknown_webhook");

    /// <summary>It takes a body that <see cref="JsonMembers"/> reads.</summary>
    public static RouteHandlerBuilder TakesBody<T>(this RouteHandlerBuilder endpoint) => endpoint
            .Takes(typeof(T))
            .Refuses(
                StatusCodes.Status400BadRequest, Refusals.MalformedJson, Refusals.UnknownField, Refusals.MalformedText,
                Refusals.InvalidValue)
            .Refuses(StatusCodes.Status413PayloadTooLarge, Refusals.TooLarge);
}
