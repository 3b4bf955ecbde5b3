using Ledger.EventLog;
using Ledger.Host;
using Ledger.Host.Writing;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Hosting.Telemetry;
using Ledger.Projections.Host;
using Ledger.Webhooks.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Ledger.Services.Tests.Access;

/// <summary>All endpoints of a service that is built but not started, for inspection.</summary>
internal static class MappedService
{
    private static readonly WebApplication App = Build();

    /// <summary>The service's dependency injection container.</summary>
    public static IServiceProvider Services => App.Services;

    /// <summary>All but those of the OpenAPI document and its explorer.</summary>
    public static IReadOnlyList<Endpoint> Endpoints { get; } =
        [.. Services.GetRequiredService<EndpointDataSource>().Endpoints.Where(endpoint => !IsOfApi(endpoint))];

    private static bool IsOfApi(Endpoint endpoint) =>
        endpoint is RouteEndpoint { RoutePattern.RawText: { } path }
        && (path.StartsWith("/openapi/", StringComparison.Ordinal) || path.TrimStart('/').StartsWith("docs", StringComparison.Ordinal));

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        var telemetry = new TelemetrySettings(IsOn: true, IsExported: false);
        // Never connected to, because the endpoints are only inspected.
        var dataSource = NpgsqlDataSource.Create("Host=nowhere.invalid");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(dataSource);
        builder.Services.AddSingleton(new EventStore(dataSource));
        builder.Services.AddSingleton<IEvaluations, EvaluationsInProcess>();
        builder.Services.AddAccess();
        builder.Services.AddApi();
        builder.Services.AddTelemetry(telemetry);
        builder.Services.AddLedgerStore();
        builder.Services.AddLedger();
        builder.Services.AddProjections();
        builder.Services.AddWebhooks();
        var app = builder.Build();
        app.UseRouting();
#pragma warning disable ASP0014 // Only what is mapped here is known to the API explorer of a service that is not started.
        app.UseEndpoints(endpoints =>
        {
            endpoints.MapHealth();
            endpoints.MapKey();
            endpoints.MapApi();
            endpoints.MapTelemetry(telemetry);
            endpoints.MapLedger();
            endpoints.MapProjections();
            endpoints.MapWebhooks();
        });
#pragma warning restore ASP0014
        return app;
    }
}
