using System.Globalization;
using FluentValidation;
using Ledger.Console;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Keys;
using Ledger.Projections.Host.Publishing;
using Ledger.Webhooks.Host;
using Npgsql;

namespace Ledger.Standalone;

/// <summary>The environment variables as they were given, before they are checked.</summary>
/// <param name="Postgres">LEDGER_POSTGRES.</param>
/// <param name="Rabbit">LEDGER_RABBITMQ.</param>
/// <param name="Roles">LEDGER_ROLES.</param>
/// <param name="Rules">LEDGER_RULES.</param>
/// <param name="Publish">LEDGER_PUBLISH.</param>
/// <param name="WebhookNetworks">LEDGER_WEBHOOK_NETWORKS.</param>
/// <param name="WebhookRetry">LEDGER_WEBHOOK_RETRY.</param>
/// <param name="Telemetry">LEDGER_TELEMETRY.</param>
/// <param name="Otlp">OTEL_EXPORTER_OTLP_ENDPOINT.</param>
/// <param name="Rate">LEDGER_RATE.</param>
/// <param name="Tokens">LEDGER_OIDC_…</param>
/// <param name="Console">LEDGER_CONSOLE.</param>
/// <param name="ConsoleApi">LEDGER_CONSOLE_API.</param>
/// <param name="ConsoleKeys">LEDGER_CONSOLE_KEYS.</param>
/// <param name="Proxies">LEDGER_PROXIES.</param>
internal sealed record GivenSettings(
    string? Postgres, string? Rabbit, IReadOnlyList<string> Roles, string? Rules, string? Publish, string? WebhookNetworks,
    string? WebhookRetry, string? Telemetry, string? Otlp, string? Rate, GivenTokens Tokens, string? Console = null,
    string? ConsoleApi = null, string? ConsoleKeys = null, string? Proxies = null);

/// <summary>The environment variables about an identity provider. Without an issuer there is no provider.</summary>
/// <param name="Issuer">LEDGER_OIDC_ISSUER.</param>
/// <param name="Audience">LEDGER_OIDC_AUDIENCE.</param>
/// <param name="Roles">LEDGER_OIDC_ROLES.</param>
/// <param name="RolesClaim">LEDGER_OIDC_ROLES_CLAIM.</param>
/// <param name="ClientId">LEDGER_OIDC_CLIENT.</param>
/// <param name="Secret">LEDGER_OIDC_SECRET.</param>
/// <param name="Scopes">LEDGER_OIDC_SCOPES.</param>
internal sealed record GivenTokens(
    string? Issuer, string? Audience, string? Roles, string? RolesClaim, string? ClientId, string? Secret, string? Scopes)
{
    private const string UsualScopes = "openid";

    public bool AreTaken => Issuer is { Length: > 0 };

    public TokenSettings? Read() => AreTaken
        ? new TokenSettings(
            Issuer!, Audience!, RoleGrants.Parse(Roles), RolesClaim is { Length: > 0 } claim ? claim : TokenSettings.UsualRolesClaim)
        : null;

    /// <summary>The console as a client of the provider; null: nobody can sign in to the console through the provider.</summary>
    public OidcClient? Client() => AreTaken && ClientId is { Length: > 0 }
        ? new OidcClient(
            Issuer!, ClientId, Secret is { Length: > 0 } secret ? secret : null,
            (Scopes is { Length: > 0 } named ? named : UsualScopes).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        : null;
}

/// <summary>Checks the settings when the process starts and reports all errors at once.</summary>
internal sealed class SettingsValidator : AbstractValidator<GivenSettings>
{
    public const string Missing = "setting_missing";
    public const string Invalid = "setting_invalid";

    public SettingsValidator()
    {
        RuleLevelCascadeMode = CascadeMode.Stop;
        RuleFor(given => given.Postgres).NotEmpty().WithErrorCode(Missing).WithMessage("It names the database; infra/run sets it.")
            .Must(IsConnectionString).WithErrorCode(Invalid)
            .WithMessage("It is no connection string like Host=…;Database=…;Username=…;Password=….")
            .OverridePropertyName("LEDGER_POSTGRES");
        RuleFor(given => given.Rabbit).Must(IsBroker).WithErrorCode(Invalid)
            .WithMessage("It is no address like amqp://user:password@host:5672/.")
            .Must((given, rabbit) => rabbit is { Length: > 0 } || !NeedsBus(given)).WithErrorCode(Missing)
            .WithMessage("The rules are asked over the bus, so it must be set.").OverridePropertyName("LEDGER_RABBITMQ");
        RuleForEach(given => given.Roles).Custom((name, context) => Check("LEDGER_ROLES", name, one => RoleNames.Of(one!), context));
        RuleFor(given => given.Rules).Must(way => way is null or "" or "bus" or "inprocess").WithErrorCode(Invalid)
            .WithMessage("It is bus or inprocess.").OverridePropertyName("LEDGER_RULES");
        RuleFor(given => given.Publish).Custom((text, context) => Check("LEDGER_PUBLISH", text, PublishedTypes.Parse, context));
        RuleFor(given => given.WebhookNetworks)
            .Custom((text, context) => Check("LEDGER_WEBHOOK_NETWORKS", text, Networks.Parse, context));
        RuleFor(given => given.WebhookRetry).Custom((text, context) =>
            Check("LEDGER_WEBHOOK_RETRY", text, WebhooksOptions.ParseSchedule, context));
        RuleFor(given => given.Telemetry).Must(telemetry => telemetry is null or "" or "on" or "off").WithErrorCode(Invalid)
            .WithMessage("It is on or off.").OverridePropertyName("LEDGER_TELEMETRY");
        RuleFor(given => given.Rate).Must(rate => string.IsNullOrEmpty(rate) || RateOf(rate) is not null).WithErrorCode(Invalid)
            .WithMessage($"It is 1 to {KeyTable.RateMax} requests a second.").OverridePropertyName("LEDGER_RATE");
        RuleFor(given => given.Tokens.Issuer).Must(issuer => string.IsNullOrEmpty(issuer) || TokenSettings.IsIssuer(issuer))
            .WithErrorCode(Invalid).WithMessage("It is no address like https://login.example/realms/shops.")
            .OverridePropertyName("LEDGER_OIDC_ISSUER");
        When(given => given.Tokens.AreTaken, () =>
        {
            RuleFor(given => given.Tokens.Audience).NotEmpty().WithErrorCode(Missing)
                .WithMessage("It says what tokens for this service name as their audience.").OverridePropertyName("LEDGER_OIDC_AUDIENCE");
            RuleFor(given => given.Tokens.Roles).Custom((text, context) => Check("LEDGER_OIDC_ROLES", text, RoleGrants.Parse, context));
        });
        RuleFor(given => given.Tokens.Issuer).NotEmpty().When(given => given.Tokens.ClientId is { Length: > 0 }).WithErrorCode(Missing)
            .WithMessage("LEDGER_OIDC_CLIENT is a client of this provider.").OverridePropertyName("LEDGER_OIDC_ISSUER");
        RuleFor(given => given.Console).Must(console => console is null or "" or "on" or "off").WithErrorCode(Invalid)
            .WithMessage("It is on or off.").OverridePropertyName("LEDGER_CONSOLE");
        RuleFor(given => given.Proxies).Custom((text, context) => Check("LEDGER_PROXIES", text, Networks.Parse, context));
        RuleFor(given => given.ConsoleApi).Must(IsHttp).WithErrorCode(Invalid).WithMessage("It is no address like http://ledger:8080.")
            .OverridePropertyName("LEDGER_CONSOLE_API");
        RuleFor(given => given.Otlp).Must(IsHttp).WithErrorCode(Invalid).WithMessage("It is no address like http://collector:4317.")
            .OverridePropertyName("OTEL_EXPORTER_OTLP_ENDPOINT");
    }

    /// <summary>
    /// Whether the ledger of this process asks the rules over the bus: because the setting says so, or because the process does not have
    /// the role rules.
    /// </summary>
    public static bool AsksOverBus(GivenSettings given) =>
        given.Rules is { Length: > 0 } way ? way == "bus" : !given.Roles.Contains(RoleNames.Rules);

    /// <summary>Reads a rate; null when the text is not a valid one.</summary>
    public static int? RateOf(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) && rate is >= 1 and <= KeyTable.RateMax
            ? rate
            : null;

    private static bool NeedsBus(GivenSettings given) => given.Roles.Contains(RoleNames.Ledger) && AsksOverBus(given);

    private static bool IsConnectionString(string? text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text).Host is { Length: > 0 };
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool IsBroker(string? text) =>
        string.IsNullOrEmpty(text)
        || (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "amqp" or "amqps" or "rabbitmq" or "rabbitmqs");

    private static bool IsHttp(string? text) =>
        string.IsNullOrEmpty(text) || (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https");

    private static void Check(string name, string? text, Func<string?, object> parse, ValidationContext<GivenSettings> context)
    {
        try
        {
            parse(text);
        }
        catch (FormatException wrong)
        {
            context.AddFailure(new FluentValidation.Results.ValidationFailure(name, wrong.Message) { ErrorCode = Invalid });
        }
    }
}
