using Ledger.Contracts.V1;
using Npgsql;

namespace Ledger.Keys;

/// <summary>The table of keys. Adding a key needs access to the database, not a key.</summary>
public sealed class KeyTable(NpgsqlDataSource dataSource)
{
    /// <summary>The highest rate that a key may have, in requests per second.</summary>
    public const int RateMax = 1_000_000;

    private const string Columns = "id, name, hash, program, partner, scopes, created_at, revoked_at, rate";

    /// <summary>Adds a key. The key's text is returned only here; it is stored nowhere.</summary>
    /// <param name="name">Name of the key's holder (<see cref="KeyNames"/>).</param>
    /// <param name="program">The only program that the key opens; null: all programs.</param>
    /// <param name="scopes">The key's scopes; for a partner's key only <see cref="Scopes.PartnerRead"/>.</param>
    /// <param name="partner">The partner whose settlement statements the key reads; null: not a partner's key.</param>
    /// <param name="rate">The most requests per second; null: the service's setting.</param>
    /// <exception cref="KeyRefusedException">
    /// <c>name_taken</c>, <c>malformed_name</c>, <c>rate_out_of_range</c>; <c>malformed_id</c> for a program or partner that is not an id;
    /// <c>program_missing</c> for a partner without a program; <c>scope_mismatch</c> for a partner's key with another scope, or its scope
    /// without a partner.
    /// </exception>
    public async Task<(ApiKey Key, KeyText Text)> AddAsync(
        string name, string? program, IReadOnlyList<string> scopes, string? partner = null, int? rate = null,
        CancellationToken ct = default)
    {
        KeyNames.Check(name);
        CheckBinding(program, scopes, partner);
        if (rate is < 1 or > RateMax) throw new KeyRefusedException("rate_out_of_range", $"A rate is 1 to {RateMax} requests a second.");
        var text = KeyText.New();
        try
        {
            var added = await ReadAsync(
                $"""
                insert into ledger_api_keys (id, name, hash, program, partner, scopes, rate)
                values ($1, $2, $3, $4, $5, $6, $7) returning {Columns}
                """,
                ct, Of(text.Id), Of(name), Of(text.Hash), OfNullable(program), OfNullable(partner), Of<string[]>([.. scopes]),
                new NpgsqlParameter { Value = (object?)rate ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer });
            return (added[0], text);
        }
        catch (PostgresException twice)
            when (twice is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "ledger_api_keys_name" })
        {
            throw new KeyRefusedException("name_taken", $"There is a key named {name}; revoke it first.");
        }
    }

    /// <summary>All keys, revoked ones included, oldest first.</summary>
    public Task<List<ApiKey>> ListAsync(CancellationToken ct = default) =>
        ReadAsync($"select {Columns} from ledger_api_keys order by created_at, id", ct);

    /// <summary>The keys that are not revoked.</summary>
    public Task<List<ApiKey>> ValidAsync(CancellationToken ct = default) =>
        ReadAsync($"select {Columns} from ledger_api_keys where revoked_at is null", ct);

    /// <summary>Revokes the key of this name or id. Names are in lower case and ids in upper case, so no text can be both.</summary>
    /// <exception cref="KeyRefusedException">No key that is in use has this name or id (<c>unknown_key</c>).</exception>
    public async Task<ApiKey> RevokeAsync(string nameOrId, CancellationToken ct = default) =>
        await ReadAsync(
            $"update ledger_api_keys set revoked_at = now() where revoked_at is null and (id = $1 or name = $1) returning {Columns}", ct,
            Of(nameOrId))
            is [var revoked]
            ? revoked
            : throw new KeyRefusedException("unknown_key", $"There is no key {nameOrId} that could be revoked.");

    private async Task<List<ApiKey>> ReadAsync(string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = dataSource.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        await using var row = await command.ExecuteReaderAsync(ct);
        var keys = new List<ApiKey>();
        while (await row.ReadAsync(ct))
        {
            keys.Add(new ApiKey(
                row.GetString(0), row.GetString(1), row.GetFieldValue<byte[]>(2), row.IsDBNull(3) ? null : row.GetString(3),
                row.IsDBNull(4) ? null : row.GetString(4), row.GetFieldValue<string[]>(5), row.GetFieldValue<DateTimeOffset>(6),
                row.IsDBNull(7) ? null : row.GetFieldValue<DateTimeOffset>(7), row.IsDBNull(8) ? null : row.GetInt32(8)));
        }

        return keys;
    }

    private static void CheckBinding(string? program, IReadOnlyList<string> scopes, string? partner)
    {
        if (program is not null && !Identifiers.IsId(program))
        {
            throw new KeyRefusedException("malformed_id", $"A program's id is {Identifiers.Rule}.");
        }

        if (partner is null)
        {
            if (!scopes.Contains(Scopes.PartnerRead)) return;
            throw new KeyRefusedException("scope_mismatch", $"{Scopes.PartnerRead} is for the key of one partner: say which.");
        }

        if (!Identifiers.IsId(partner)) throw new KeyRefusedException("malformed_id", $"A partner's id is {Identifiers.Rule}.");
        if (program is null) throw new KeyRefusedException("program_missing", "A partner belongs to a program: say which.");
        if (scopes is [Scopes.PartnerRead]) return;
        throw new KeyRefusedException("scope_mismatch", $"A partner's key has the scope {Scopes.PartnerRead} and no other.");
    }

    private static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };

    private static NpgsqlParameter OfNullable(string? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Varchar };
}
