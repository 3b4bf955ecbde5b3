using Ledger.Hosting.Outgoing;
using Ledger.Projections.Host.Endpoints;
using Ledger.Projections.Host.Exports;
using Ledger.Projections.Host.Feed;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Statements;
using Ledger.Projections.Host.Tailing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Ledger.Projections.Host;

/// <summary>
/// Registers the projections in a host. The host must register NpgsqlDataSource, EventStore and TimeProvider, and have created the log's
/// schema.
/// </summary>
public static class ProjectionsModule
{
    public static IServiceCollection AddProjections(this IServiceCollection services, Action<ProjectionsOptions>? configure = null)
    {
        var options = new ProjectionsOptions();
        configure?.Invoke(options);
        services.AddSingleton(options);
        services.AddSingleton<PositionGate>();
        services.AddSingleton<ProgramCache>();
        services.AddSingleton<AccountAnswers>();
        services.AddSingleton<Views>();
        services.AddSingleton<IBookMonths, BookMonths>();
        services.AddSingleton<LogTail>();
        services.TryAddSingleton<EventPages>();
        services.AddSingleton<RebuildStore>();
        services.AddSingleton<Tailer>();
        if (options.Tail) services.AddHostedService(provider => provider.GetRequiredService<Tailer>());
        return services;
    }

    public static IEndpointRouteBuilder MapProjections(this IEndpointRouteBuilder routes)
    {
        var program = routes.MapGroup("/v1/programs/{program}");
        AccountEndpoints.Map(program);
        LotEndpoints.Map(program);
        EntryEndpoints.Map(program);
        StatementEndpoints.Map(program);
        OrderEndpoints.Map(program);
        OrderListEndpoints.Map(program);
        HoldEndpoints.Map(program);
        VoucherEndpoints.Map(program);
        TiersEndpoint.Map(program);
        RejectionEndpoints.Map(program);
        TrialBalanceEndpoint.Map(program);
        RollForwardEndpoints.Map(program);
        JournalEndpoints.Map(program);
        LiabilityEndpoints.Map(program);
        ExpiringEndpoints.Map(program);
        BreakageEndpoints.Map(program);
        TierMovementEndpoints.Map(program);
        VarianceEndpoints.Map(program);
        AdjustmentReportEndpoints.Map(program);
        RebateAccrualEndpoints.Map(program);
        ProgramReturnEndpoints.Map(program);
        ActivityEndpoints.Map(program);
        GrantEndpoints.Map(program);
        ClaimEndpoints.Map(program);
        ChallengeEndpoints.Map(program);
        DrawEndpoints.Map(program);
        PartnerEndpoints.Map(program);
        WindDownEndpoint.Map(program);
        ExportEndpoints.Map(program);
        FeedEndpoint.Map(program);
        ControlEndpoints.Map(routes);
        return routes;
    }
}
