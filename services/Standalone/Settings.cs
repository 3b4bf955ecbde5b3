namespace Ledger.Standalone;

/// <summary>What the environment says.</summary>
/// <param name="Postgres">LEDGER_POSTGRES: Npgsql connection string.</param>
/// <param name="Rabbit">LEDGER_RABBITMQ: amqp URI; absent: no bus.</param>
/// <param name="Roles">LEDGER_ROLES: ledger, rules, projections; all by default.</param>
internal sealed record Settings(string Postgres, Uri? Rabbit, IReadOnlySet<string> Roles)
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
        return new Settings(postgres, rabbit, roles.ToHashSet(StringComparer.Ordinal));
    }
}
