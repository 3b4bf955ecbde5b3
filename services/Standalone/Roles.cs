using Ledger.Hosting;
using Ledger.Ledger.Host;
using Ledger.Projections.Host;

namespace Ledger.Standalone;

/// <summary>Puts the roles together.</summary>
internal static class Roles
{
    public static void AddRoles(this IServiceCollection services, Settings settings)
    {
        if (settings.Roles.Contains("ledger"))
        {
            services.AddSingleton<IEvaluations, EvaluationsInProcess>();
            services.AddLedger();
        }

        if (settings.Roles.Contains("projections")) services.AddProjections();
        if (settings.Rabbit is null) return;
        services.AddLedgerBus(
            settings.Rabbit,
            bus =>
            {
                if (settings.Roles.Contains("ledger")) bus.AddLedgerConsumers();
            },
            (bus, context) =>
            {
                if (settings.Roles.Contains("ledger")) bus.ReceiveOrders(context);
            });
    }

    public static void MapRoles(this WebApplication app, Settings settings)
    {
        if (settings.Roles.Contains("ledger")) app.MapLedger();
        if (settings.Roles.Contains("projections")) app.MapProjections();
    }
}
