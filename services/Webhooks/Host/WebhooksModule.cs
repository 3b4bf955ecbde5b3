using Ledger.Hosting.Outgoing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Ledger.Webhooks.Host;

/// <summary>What a host adds to have webhooks.</summary>
public static class WebhooksModule
{
    /// <summary>Needs Marten, an NpgsqlDataSource, an EventStore and a TimeProvider.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services, Action<WebhooksOptions>? configure = null)
    {
        var options = new WebhooksOptions();
        configure?.Invoke(options);
        services.AddSingleton(options);
        services.TryAddSingleton<EventPages>();
        services.AddSingleton<AllowedAddresses>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<WebhookStore>();
        services.AddSingleton<IWebhookLags>(provider => provider.GetRequiredService<WebhookStore>());
        services.AddSingleton<EndpointDeliveriesFactory>();
        services.AddSingleton<WebhookDispatcher>();
        services.AddSingleton<WebhookEndpoints>();
        services.AddHostedService(provider => provider.GetRequiredService<WebhookDispatcher>());
        return services;
    }

    /// <summary>Maps the calls about webhooks, and the description of all events.</summary>
    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        WebhookEndpoints.Map(routes);
        AsyncApiEndpoint.Map(routes);
    }
}
