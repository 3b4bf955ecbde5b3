using Ledger.Console;
using Ledger.Host;
using Ledger.Host.Bus;
using Ledger.Host.Writing;
using Ledger.Hosting;
using Ledger.Projections.Host;
using Ledger.Projections.Host.Publishing;
using Ledger.Rules.Host;
using Ledger.Webhooks.Host;
using Marten;

namespace Ledger.Standalone;

/// <summary>Adds and maps the parts of each role.</summary>
internal static class Roles
{
    public static void AddRoles(
        this IServiceCollection services, Settings settings, MartenServiceCollectionExtensions.MartenConfigurationExpression marten)
    {
        if (settings.Roles.Contains(Role.Ledger))
        {
            if (settings.RulesOverBus) services.AddRulesOverBus();
            else services.AddSingleton<IEvaluations, EvaluationsInProcess>();
            services.AddLedger();
        }

        if (settings.Roles.Contains(Role.Projections))
        {
            services.AddProjections();
            services.AddWebhooks(webhooks => (webhooks.Networks, webhooks.Schedule) = (settings.WebhookNetworks, settings.WebhookRetry));
        }

        if (settings.Console is { } console) services.AddConsole(console);
        if (settings.Rabbit is null) return;
        if (settings.Roles.Contains(Role.Rules)) services.AddRules();
        if (settings.Roles.Contains(Role.Projections)) marten.AddPublisher(settings.Publish);
        services.AddLedgerBus(
            settings.Rabbit,
            bus =>
            {
                if (settings.Roles.Contains(Role.Rules)) bus.AddRulesConsumers();
            },
            (bus, context) =>
            {
                if (settings.Roles.Contains(Role.Ledger)) bus.ReceiveOrders(context);
                if (settings.Roles.Contains(Role.Rules)) bus.ReceiveEvaluations(context);
            });
    }

    public static void MapRoles(this WebApplication app, Settings settings)
    {
        if (settings.Roles.Contains(Role.Ledger)) app.MapLedger();
        if (!settings.Roles.Contains(Role.Projections)) return;
        app.MapProjections();
        app.MapWebhooks();
        if (settings.Console is not null) app.MapConsole();
    }
}
