using Ledger.Hosting.Outgoing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Ledger.Webhooks.Host;

/// <summary>Adds webhooks to a host.</summary>
public static class WebhooksModule
{
    /// <summary>Adds the services of webhooks. The host must have Marten, an NpgsqlDataSource, an EventStore and a TimeProvider.</summary>
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

    /// <summary>Maps the endpoints of webhooks and of the AsyncAPI document.</summary>
    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        WebhookEndpoints.Map(routes);
        AsyncApiEndpoint.Map(routes);
    }
}
