using Ledger.Host.Endpoints;
using Ledger.Host.Endpoints.Validation;
using Ledger.Host.Verification;
using Ledger.Host.Writing;
using Ledger.Hosting;
using Ledger.Hosting.Resilience;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Ledger.Host;

/// <summary>Registers the ledger in a host: the writer, the sweeper and the write API.</summary>
public static class LedgerModule
{
    /// <summary>
    /// Registers the ledger's services. They need an NpgsqlDataSource, an EventStore, a TimeProvider and an <see cref="IEvaluations"/>.
    /// </summary>
    public static IServiceCollection AddLedger(this IServiceCollection services)
    {
        services.AddSingleton<Programs>();
        services.AddSingleton<WriterTelemetry>();
        services.AddSingleton<Writer>();
        services.AddSingleton<Facts>();
        services.AddSingleton<Commands>();
        services.AddSingleton<CommandValidation>();
        services.AddSingleton<OrderPlacedValidator>();
        services.AddSingleton<ClockChangeValidator>();
        services.AddSingleton<DraftAddressValidator>();
        services.AddSingleton<LetterheadValidator>();
        services.AddSingleton<VerificationRequestValidator>();
        services.AddResilience();
        services.AddSingleton<Sweeper>();
        services.AddSingleton<PeriodClosing>();
        services.AddSingleton<LogCheck>();
        services.AddSingleton(provider =>
        {
            var writer = provider.GetRequiredService<Writer>();
            return new ReadyCheck("writer", () => writer.Ready.IsCompletedSuccessfully);
        });
        services.AddHostedService(provider => provider.GetRequiredService<Writer>());
        services.AddHostedService(provider => provider.GetRequiredService<Sweeper>());
        return services;
    }

    /// <summary>Registers the way to rules in other processes, over the bus. It needs a registered bus.</summary>
    public static IServiceCollection AddRulesOverBus(this IServiceCollection services)
    {
        EvaluationsOverBus.Register(services);
        return services;
    }

    /// <summary>Maps the write API.</summary>
    public static void MapLedger(this IEndpointRouteBuilder routes)
    {
        OrdersEndpoints.Map(routes);
        ProgramFactsEndpoints.Map(routes);
        ProgramsEndpoints.Map(routes);
        LetterheadEndpoints.Map(routes);
        PeriodsEndpoints.Map(routes);
        AccountingEndpoints.Map(routes);
        SpendingEndpoints.Map(routes);
        SpendingQueries.Map(routes);
        BudgetEndpoint.Map(routes);
        IntegrityEndpoints.Map(routes);
        RedriveEndpoint.Map(routes);
        SimulationsEndpoint.Map(routes);
    }
}
