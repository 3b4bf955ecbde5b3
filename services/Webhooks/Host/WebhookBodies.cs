using System.Text.Json.Serialization;
using Ledger.Domain.Orders;
using Ledger.Hosting.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Ledger.Webhooks.Host;

/// <summary>The body that registers a webhook, for the OpenAPI document.</summary>
/// <param name="Url">The URL to which events are posted: https, and no private address unless the service's settings allow it.</param>
/// <param name="Types">1 to 100 types of events, or prefixes followed by an asterisk; * means all.</param>
/// <param name="Secret">The secret that signs deliveries; absent: the service makes one.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record WebhookBody(string Url, IReadOnlyList<string> Types, string? Secret = null);

/// <summary>The body that gives a webhook another secret, for the OpenAPI document.</summary>
/// <param name="Secret">The new secret; absent: the service makes one.</param>
/// <param name="KeepOldSeconds">Seconds for which the old secrets sign too.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record SecretBody(string? Secret = null, long? KeepOldSeconds = null);

/// <summary>The body that sets where a webhook's deliveries begin again, for the OpenAPI document.</summary>
/// <param name="After">Position of the log after which deliveries begin again.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ReplayBody(long After);

/// <summary>Descriptions that the endpoints of webhooks share.</summary>
internal static class WebhookDescriptions
{
    /// <summary>The endpoint is about one webhook, which must exist.</summary>
    public static RouteHandlerBuilder OfWebhook(this RouteHandlerBuilder endpoint) =>
        endpoint.Refuses(StatusCodes.Status404NotFound, "unknown_webhook");

    /// <summary>The endpoint has a body that <see cref="JsonMembers"/> reads.</summary>
    public static RouteHandlerBuilder TakesBody<T>(this RouteHandlerBuilder endpoint) => endpoint
            .Takes(typeof(T))
            .Refuses(
                StatusCodes.Status400BadRequest, Refusals.MalformedJson, Refusals.UnknownField, Refusals.MalformedText,
                Refusals.InvalidValue)
            .Refuses(StatusCodes.Status413PayloadTooLarge, Refusals.TooLarge);
}
