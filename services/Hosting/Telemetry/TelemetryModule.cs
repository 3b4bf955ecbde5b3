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
/// Traces, metrics and logs of a host, by OpenTelemetry: <c>/metrics</c> for Prometheus always, and everything over OTLP where an endpoint
/// is given. Spans are made only where they are sent somewhere.
/// </summary>
public static class TelemetryModule
{
    /// <summary>Where Prometheus scrapes; a key with the scope metrics:read opens it.</summary>
    public const string MetricsPath = "/metrics";

    private const string MartenName = "Marten";

    /// <summary>Needs an NpgsqlDataSource and a TimeProvider.</summary>
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
        // It stands for the exporter's own handler: without a method the OpenAPI document would not have the endpoint.
        var handler = ((Delegate)MapTelemetry).Method;
        routes
            .MapPrometheusScrapingEndpoint()
            .WithMetadata(new HttpMethodMetadata([HttpMethods.Get]), handler)
            .RequireScope(Scopes.MetricsRead)
            .Describe("getMetrics", ApiTags.Service, "Shows metrics in the text format of Prometheus")
            .AnswersText("The metrics.");
    }

    /// <summary>Every meter that a host has: ours, the libraries', the server's and the runtime's.</summary>
    public static MeterProviderBuilder AddLedgerMeters(this MeterProviderBuilder metrics) => metrics
        .AddMeter(TelemetryNames.Source, InstrumentationOptions.MeterName, MartenName, "Polly")
        .AddNpgsqlInstrumentation()
        .AddAspNetCoreInstrumentation()
        .AddRuntimeInstrumentation();

    /// <summary>Every source of spans that a host has. Requests of probes and scrapers are none.</summary>
    public static TracerProviderBuilder AddLedgerSources(this TracerProviderBuilder tracing) => tracing
        .AddSource(TelemetryNames.Source, DiagnosticHeaders.DefaultListenerName, MartenName)
        .AddNpgsql()
        .AddAspNetCoreInstrumentation(options =>
            options.Filter = context =>
                !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal) && context.Request.Path != MetricsPath);

    private static string Version() =>
        Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
}
