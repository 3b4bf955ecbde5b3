using Ledger.Contracts.V1;
using Ledger.Domain;
using Ledger.Domain.Orders;
using Npgsql;

namespace Ledger.Host.Writing;

/// <summary>Identifies a stored rejection.</summary>
internal readonly record struct RejectionKey(string Program, string Id);

/// <summary>
/// The facts that one batch refused, and the rejected facts that it redrove. Each rejection is stored in the log once, however often the
/// fact is sent.
/// </summary>
internal sealed class Rejections(DateTimeOffset recordedAt)
{
    private readonly Dictionary<RejectionKey, OrderRejected> kept = [];
    private readonly Dictionary<RejectionKey, string?> redriven = [];

    /// <summary>Adds a rejection; returns its id.</summary>
    public string Add(RefusedFact refused, Transport transport)
    {
        var rejected = KeptRefusal.Of(refused, TransportNames.NameOf(transport), recordedAt);
        kept.TryAdd(new RejectionKey(rejected.Program, rejected.RejectedId), rejected);
        return rejected.RejectedId;
    }

    /// <summary>Adds that a rejected fact was redriven and is now recorded.</summary>
    public void Redriven(string program, string id, string? principal) => redriven.TryAdd(new RejectionKey(program, id), principal);

    /// <summary>The events that are not in the log yet.</summary>
    public async Task<IReadOnlyList<Emitted>> NewEventsAsync(NpgsqlDataSource dataSource, CancellationToken ct)
    {
        if (kept.Count == 0 && redriven.Count == 0) return [];
        var versions = await VersionsAsync(dataSource, [.. kept.Keys.Concat(redriven.Keys).Distinct()], ct);
        return
        [
            .. kept.Where(pair => !versions.ContainsKey(pair.Key)).Select(pair => InStream(pair.Key, pair.Value)),
            .. redriven
                .Where(pair => versions.GetValueOrDefault(pair.Key) == 1)
                .Select(pair =>
                    InStream(pair.Key, new RejectionRedriven(pair.Key.Program, pair.Key.Id, recordedAt, recordedAt, pair.Value))
                ),
        ];
    }

    private static Emitted InStream(RejectionKey key, ILedgerEvent happened) =>
        new(Streams.Rejected(key.Id), Streams.RejectedType, happened);

    private static async Task<Dictionary<RejectionKey, long>> VersionsAsync(
        NpgsqlDataSource dataSource, IReadOnlyList<RejectionKey> keys, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(
            "select n.tenant, n.id, s.version from unnest($1, $2, $3) as n (tenant, id, stream) join mt_streams s on s.tenant_id = "
            + "n.tenant and s.id = n.stream");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. keys.Select(key => key.Program)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. keys.Select(key => key.Id)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. keys.Select(key => Streams.Rejected(key.Id))] });
        var versions = new Dictionary<RejectionKey, long>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) versions[new RejectionKey(reader.GetString(0), reader.GetString(1))] = reader.GetInt64(2);
        return versions;
    }
}
