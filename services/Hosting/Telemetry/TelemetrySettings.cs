namespace Ledger.Hosting.Telemetry;

/// <summary>The settings of telemetry, from environment variables.</summary>
/// <param name="IsOn">LEDGER_TELEMETRY: on or off; on by default. Off: nothing is measured or traced, and there is no /metrics.</param>
/// <param name="IsExported">OTEL_EXPORTER_OTLP_ENDPOINT is set: traces, metrics and logs go there.</param>
public sealed record TelemetrySettings(bool IsOn, bool IsExported);
