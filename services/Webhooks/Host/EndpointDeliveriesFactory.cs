using System.Diagnostics.Metrics;
using Ledger.Hosting.Outgoing;
using Ledger.Hosting.Telemetry;
using Microsoft.Extensions.Logging;

namespace Ledger.Webhooks.Host;

/// <summary>Starts the deliveries to a webhook with the services that all of them share.</summary>
internal sealed class EndpointDeliveriesFactory
{
    private readonly Counter<long> attempts;

    public EndpointDeliveriesFactory(
        WebhookStore store, EventPages pages, WebhookSender sender, WebhooksOptions options, TimeProvider time, IMeterFactory meters,
        ILogger<EndpointDeliveries> logger)
    {
        (Store, Pages, Sender, Options, Time, Logger) = (store, pages, sender, options, time, logger);
        attempts = meters.Create(TelemetryNames.Source)
            .CreateCounter<long>(TelemetryNames.Metrics.WebhookAttempts, "{attempt}", "Attempts to deliver an event to a webhook.");
    }

    public WebhookStore Store { get; }

    public EventPages Pages { get; }

    public WebhookSender Sender { get; }

    public WebhooksOptions Options { get; }

    public TimeProvider Time { get; }

    public ILogger Logger { get; }

    /// <summary>Begins the deliveries to a webhook.</summary>
    public EndpointDeliveries Start(string program, string id) => new(this, program, id);

    /// <summary>A random number from 0 to 1 for the pause before the next attempt. Security does not depend on it.</summary>
#pragma warning disable CA5394
    public static double Chance() => Random.Shared.NextDouble();
#pragma warning restore CA5394

    /// <summary>Counts an attempt.</summary>
    public void Count(bool isDelivered) => attempts.Add(1, TelemetryNames.Tag(TelemetryNames.Tags.Outcome, isDelivered ? "delivered"
        : "failed"));
}
