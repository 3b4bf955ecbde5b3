using Ledger.Contracts.V1;
using Npgsql;

namespace Ledger.Keys;

/// <summary>The table of keys. Whoever may write it may make keys, so it needs no key itself.</summary>
public sealed class KeyTable(NpgsqlDataSource dataSource)
{
    private const string Columns = "id, name, hash, program, scopes, created_at, revoked_at";

    // 'ledgerky' as a number: two processes that start at once create the table one after the other.
    private const long Lock = 7810759523990399865;

    /// <summary>Creates the table; does nothing when it is there.</summary>
    public async Task CreateAsync(CancellationToken ct = default)
    {
        await using var resource = typeof(KeyTable).Assembly.GetManifestResourceStream("keys.sql") ?? throw new InvalidOperationException("keys.sql is not in the assembly.");
        using var reader = new StreamReader(resource);
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var locking = new NpgsqlCommand("select pg_advisory_xact_lock($1)", connection) { Parameters = { new NpgsqlParameter<long> { TypedValue = Lock } } })
        {
            await locking.ExecuteNonQueryAsync(ct);
        }

        await using (var creating = new NpgsqlCommand(await reader.ReadToEndAsync(ct), connection))
        {
            await creating.ExecuteNonQueryAsync(ct);
        }

        await transaction.CommitAsync(ct);
    }

    /// <summary>Makes a key. Its text is returned this once and is nowhere afterwards.</summary>
    /// <exception cref="KeyRefusedException">The name is taken or malformed, or the program is no id.</exception>
    public async Task<(ApiKey Key, KeyText Text)> AddAsync(string name, string? program, IReadOnlyList<string> scopes, CancellationToken ct = default)
    {
        KeyNames.Check(name);
        if (program is not null && !Identifiers.IsId(program)) throw new KeyRefusedException("malformed_id", $"A program's id is {Identifiers.Rule}.");

        var text = KeyText.New();
        try
        {
            var added = await ReadAsync(
                $"insert into ledger_api_keys (id, name, hash, program, scopes) values ($1, $2, $3, $4, $5) returning {Columns}", ct,
                Of(text.Id), Of(name), Of(text.Hash), new NpgsqlParameter { Value = (object?)program ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Varchar }, Of<string[]>([.. scopes]));
            return (added[0], text);
        }
        catch (PostgresException twice) when (twice is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "ledger_api_keys_name" })
        {
            throw new KeyRefusedException("name_taken", $"There is a key named {name}; revoke it first.");
        }
    }

    /// <summary>All keys that ever were, oldest first.</summary>
    public Task<List<ApiKey>> ListAsync(CancellationToken ct = default) => ReadAsync($"select {Columns} from ledger_api_keys order by created_at, id", ct);

    /// <summary>The keys that may be used.</summary>
    public Task<List<ApiKey>> ValidAsync(CancellationToken ct = default) => ReadAsync($"select {Columns} from ledger_api_keys where revoked_at is null", ct);

    /// <summary>Revokes the key of this name or id. Names are small letters and ids capitals, so no text is both.</summary>
    /// <exception cref="KeyRefusedException">There is none that could be revoked.</exception>
    public async Task<ApiKey> RevokeAsync(string nameOrId, CancellationToken ct = default) =>
        await ReadAsync($"update ledger_api_keys set revoked_at = now() where revoked_at is null and (id = $1 or name = $1) returning {Columns}", ct, Of(nameOrId)) is [var revoked]
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
                row.GetString(0), row.GetString(1), row.GetFieldValue<byte[]>(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetFieldValue<string[]>(4),
                row.GetFieldValue<DateTimeOffset>(5), row.IsDBNull(6) ? null : row.GetFieldValue<DateTimeOffset>(6)));
        }

        return keys;
    }

    private static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };
}
