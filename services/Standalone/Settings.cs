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

/// <summary>What the environment says.</summary>
/// <param name="Postgres">LEDGER_POSTGRES: Npgsql connection string.</param>
/// <param name="Rabbit">LEDGER_RABBITMQ: amqp URI; absent: no bus.</param>
/// <param name="Roles">LEDGER_ROLES: ledger, rules, projections; all by default.</param>
/// <param name="RulesOverBus">LEDGER_RULES: bus asks the rules over the bus also where they are in this process; without that role it is so
/// anyway.</param>
/// <param name="Publish">LEDGER_PUBLISH: which events go out as messages: off, all, or names like tier_*; standing, refusals and programs
/// by default.</param>
/// <param name="WebhookNetworks">LEDGER_WEBHOOK_NETWORKS: networks that webhooks may go to beside public addresses.</param>
/// <param name="WebhookRetry">LEDGER_WEBHOOK_RETRY: when a delivery that failed is tried again.</param>
/// <param name="Rate">LEDGER_RATE: requests a second that a key without a rate of its own may make; any number without it.</param>
/// <param name="Telemetry">LEDGER_TELEMETRY: on or off; OTEL_EXPORTER_OTLP_ENDPOINT: where it goes.</param>
/// <param name="Console">LEDGER_CONSOLE, LEDGER_CONSOLE_API, LEDGER_CONSOLE_KEYS; null: off, or no projections here.</param>
/// <param name="Proxies">LEDGER_PROXIES: whose word is taken for how a request came in; nobody's by default.</param>
/// <param name="Tokens">LEDGER_OIDC_…: whose tokens are taken beside keys; nobody's without an issuer.</param>
internal sealed record Settings(
    string Postgres, Uri? Rabbit, IReadOnlySet<Role> Roles, bool RulesOverBus, PublishedTypes Publish,
    IReadOnlyList<IPNetwork> WebhookNetworks, RetrySchedule WebhookRetry, TelemetrySettings Telemetry, IReadOnlyList<IPNetwork> Proxies,
    int? Rate = null,
    ConsoleOptions? Console = null, TokenSettings? Tokens = null)
{
    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="ValidationException">With all that is wrong.</exception>
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
