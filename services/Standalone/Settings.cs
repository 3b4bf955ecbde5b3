using System.Net;
using FluentValidation;
using Ledger.Console;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Hosting.Telemetry;
using Ledger.Projections.Host.Publishing;
using Ledger.Webhooks.Domain;
using Ledger.Webhooks.Host;

namespace Ledger.Standalone;

/// <summary>The process's settings, from environment variables.</summary>
/// <param name="Postgres">LEDGER_POSTGRES: Npgsql connection string.</param>
/// <param name="Rabbit">LEDGER_RABBITMQ: amqp URI; absent: no bus.</param>
/// <param name="Roles">LEDGER_ROLES: ledger, rules, projections; all by default.</param>
/// <param name="RulesOverBus">LEDGER_RULES: with bus, the rules are asked over the bus even if this process has them; without the role
/// rules they always are.</param>
/// <param name="Publish">LEDGER_PUBLISH: which events are published as messages: off, all, or names like tier_*; standing, refusals and
/// programs by default.</param>
/// <param name="WebhookNetworks">LEDGER_WEBHOOK_NETWORKS: networks to which webhooks may deliver beside public addresses.</param>
/// <param name="WebhookRetry">LEDGER_WEBHOOK_RETRY: when a failed delivery is tried again.</param>
/// <param name="Rate">LEDGER_RATE: the most requests per second of a key without a rate of its own; not set: no limit.</param>
/// <param name="Telemetry">LEDGER_TELEMETRY: on or off; OTEL_EXPORTER_OTLP_ENDPOINT: where telemetry is sent.</param>
/// <param name="Console">LEDGER_CONSOLE, LEDGER_CONSOLE_API, LEDGER_CONSOLE_KEYS; null: the console is off, or this process does not have
/// the role projections.</param>
/// <param name="Proxies">LEDGER_PROXIES: networks of the proxies whose forwarding headers are trusted; none by default.</param>
/// <param name="Tokens">LEDGER_OIDC_…: the identity provider whose tokens are accepted beside keys; none without an issuer.</param>
internal sealed record Settings(
    string Postgres, Uri? Rabbit, IReadOnlySet<Role> Roles, bool RulesOverBus, PublishedTypes Publish,
    IReadOnlyList<IPNetwork> WebhookNetworks, RetrySchedule WebhookRetry, TelemetrySettings Telemetry, IReadOnlyList<IPNetwork> Proxies,
    int? Rate = null,
    ConsoleOptions? Console = null, TokenSettings? Tokens = null)
{
    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="ValidationException">Settings are invalid; the exception has every error.</exception>
    public static Settings Read(IConfiguration configuration)
    {
        var roles = configuration["LEDGER_ROLES"] is { Length: > 0 } named
            ? named.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : RoleNames.All;
        var given = new GivenSettings(
            configuration["LEDGER_POSTGRES"],
            configuration["LEDGER_RABBITMQ"],
            roles,
            configuration["LEDGER_RULES"],
            configuration["LEDGER_PUBLISH"],
            configuration["LEDGER_WEBHOOK_NETWORKS"],
            configuration["LEDGER_WEBHOOK_RETRY"],
            configuration["LEDGER_TELEMETRY"],
            configuration["OTEL_EXPORTER_OTLP_ENDPOINT"],
            configuration["LEDGER_RATE"],
            new GivenTokens(
                configuration["LEDGER_OIDC_ISSUER"], configuration["LEDGER_OIDC_AUDIENCE"], configuration["LEDGER_OIDC_ROLES"],
                configuration["LEDGER_OIDC_ROLES_CLAIM"], configuration["LEDGER_OIDC_CLIENT"], configuration["LEDGER_OIDC_SECRET"],
                configuration["LEDGER_OIDC_SCOPES"]),
            configuration["LEDGER_CONSOLE"],
            configuration["LEDGER_CONSOLE_API"],
            configuration["LEDGER_CONSOLE_KEYS"],
            configuration["LEDGER_PROXIES"]
        );
        new SettingsValidator().ValidateAndThrow(given);
        var isOn = given.Telemetry is not "off";
        return new Settings(
            given.Postgres!, given.Rabbit is { Length: > 0 } rabbit ? new Uri(rabbit) : null, roles.Select(RoleNames.Of).ToHashSet(),
            SettingsValidator.AsksOverBus(given), PublishedTypes.Parse(given.Publish),
            Networks.Parse(given.WebhookNetworks), WebhooksOptions.ParseSchedule(given.WebhookRetry),
            new TelemetrySettings(isOn, isOn && given.Otlp is { Length: > 0 }), Networks.Parse(given.Proxies),
            SettingsValidator.RateOf(given.Rate),
            given.Console is "off" || !roles.Contains(RoleNames.Projections) ? null : new ConsoleOptions(
                given.ConsoleApi is { Length: > 0 } api ? new Uri(api) : null, given.ConsoleKeys is { Length: > 0 } keys ? keys : null,
                given.Tokens.Client()),
            given.Tokens.Read());
    }
}
