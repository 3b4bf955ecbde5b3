using Ledger.Projections.Host;

namespace Ledger.Standalone;

/// <summary>What the environment says.</summary>
/// <param name="Postgres">LEDGER_POSTGRES: Npgsql connection string.</param>
/// <param name="Rabbit">LEDGER_RABBITMQ: amqp URI; absent: no bus.</param>
/// <param name="Roles">LEDGER_ROLES: ledger, rules, projections; all by default.</param>
/// <param name="RulesOverBus">LEDGER_RULES: bus asks the rules over the bus also where they are in this process; without that role it is so anyway.</param>
/// <param name="Publish">LEDGER_PUBLISH: which events go out as messages: off, all, or names like tier_*; standing, refusals and programs by default.</param>
internal sealed record Settings(string Postgres, Uri? Rabbit, IReadOnlySet<string> Roles, bool RulesOverBus, PublishedTypes Publish)
{
    private static readonly string[] AllRoles = ["ledger", "rules", "projections"];

    public static Settings Read(IConfiguration configuration)
    {
        var postgres = configuration["LEDGER_POSTGRES"] is { Length: > 0 } given ? given
            : throw new InvalidOperationException("LEDGER_POSTGRES is not set; infra/run sets it.");
        var rabbit = configuration["LEDGER_RABBITMQ"] is { Length: > 0 } uri ? new Uri(uri) : null;
        var roles = configuration["LEDGER_ROLES"] is { Length: > 0 } named ? named.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : AllRoles;
        var unknown = roles.Except(AllRoles).FirstOrDefault();
        if (unknown is not null) throw new InvalidOperationException($"LEDGER_ROLES names {unknown}; the roles are {string.Join(", ", AllRoles)}.");
        var rules = configuration["LEDGER_RULES"] is { Length: > 0 } way ? way : "";
        if (rules is not ("" or "bus" or "inprocess")) throw new InvalidOperationException($"LEDGER_RULES is {rules}; it is bus or inprocess.");
        var overBus = rules.Length > 0 ? rules == "bus" : !roles.Contains("rules");
        if (overBus && rabbit is null && roles.Contains("ledger")) throw new InvalidOperationException("The rules are asked over the bus, but LEDGER_RABBITMQ is not set.");
        return new Settings(postgres, rabbit, roles.ToHashSet(StringComparer.Ordinal), overBus, PublishedTypes.Parse(configuration["LEDGER_PUBLISH"]));
    }
}
