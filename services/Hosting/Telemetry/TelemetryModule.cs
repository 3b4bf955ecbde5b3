using System.Reflection;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Keys;
using MassTransit.Logging;
using MassTransit.Monitoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Ledger.Hosting.Telemetry;

/// <summary>
/// Traces, metrics and logs of a host with OpenTelemetry: always <c>/metrics</c> for Prometheus, and everything over OTLP if an endpoint is
/// set. Spans are created only if they are exported.
/// </summary>
public static class TelemetryModule
{
    /// <summary>Path that Prometheus scrapes; it needs a key with the scope metrics:read.</summary>
    public const string MetricsPath = "/metrics";

    private const string MartenName = "Marten";

    // Two meters of the web server. Its others (authentication, authorization, routing, memory pools) also record something for each
    // request, and nothing here looks at them.
    private static readonly string[] WebMeters = ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    /// <summary>Adds telemetry. The services must include an NpgsqlDataSource and a TimeProvider.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, TelemetrySettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!settings.IsOn) return services;
        services.AddSingleton<FollowerLag>();
        services.AddHostedService(provider => provider.GetRequiredService<FollowerLag>());
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("ledger", serviceVersion: Version()).AddEnvironmentVariableDetector())
            .WithMetrics(metrics => metrics.AddLedgerMeters().AddPrometheusExporter(exporter => exporter.ScrapeEndpointPath = MetricsPath));
        if (settings.IsExported) telemetry.WithTracing(tracing => tracing.AddLedgerSources()).WithLogging().UseOtlpExporter();
        return services;
    }

    /// <summary>Maps <see cref="MetricsPath"/>.</summary>
    public static void MapTelemetry(this IEndpointRouteBuilder routes, TelemetrySettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!settings.IsOn) return;
        // A placeholder for the exporter's handler: the OpenAPI document leaves out endpoints without a method.
        var handler = ((Delegate)MapTelemetry).Method;
        routes
            .MapPrometheusScrapingEndpoint()
            .WithMetadata(new HttpMethodMetadata([HttpMethods.Get]), handler)
            .RequireScope(Scopes.MetricsRead)
            .Describe("getMetrics", ApiTags.Service, "Shows metrics in the text format of Prometheus")
            .AnswersText("The metrics.");
    }

    /// <summary>Adds every meter of a host: the service's own, the libraries', the web server's and the runtime's.</summary>
    public static MeterProviderBuilder AddLedgerMeters(this MeterProviderBuilder metrics) => metrics
        .AddMeter(TelemetryNames.Source, InstrumentationOptions.MeterName, MartenName, "Polly")
        .AddMeter(WebMeters)
        // This gauge is written twice for each request. Without it and the request's duration redemptions were 4 % faster; overload shows
        // sooner in ledger_queue_depth.
        .AddView("http.server.active_requests", MetricStreamConfiguration.Drop)
        // These are written with each statement or packet. The duration of statements and the use of the pool tell an operator more.
        .AddView("db.client.operation.npgsql.bytes_*", MetricStreamConfiguration.Drop)
        .AddView("db.client.operation.npgsql.executing", MetricStreamConfiguration.Drop)
        .AddNpgsqlInstrumentation()
        .AddRuntimeInstrumentation();

    /// <summary>Adds every source of spans of a host. Requests of health probes and scrapers are not traced.</summary>
    public static TracerProviderBuilder AddLedgerSources(this TracerProviderBuilder tracing) => tracing
        .AddSource(TelemetryNames.Source, DiagnosticHeaders.DefaultListenerName, MartenName)
        .AddNpgsql()
        .AddAspNetCoreInstrumentation(options =>
            options.Filter = context =>
                !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal) && context.Request.Path != MetricsPath);

    private static string Version() =>
        Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
}
