using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain.Spending;
using Npgsql;

namespace Ledger.Host.State;

/// <summary>The keys of commands that were carried out, with what was answered: a retry gets it again, without a time limit.</summary>
internal static class CommandTable
{
    private const string Select = """
        select c.program, c.key, c.hash, c.reply::text
          from unnest($1, $2) as n (program, key)
          join ledger_commands c on c.program = n.program and c.key = n.key
        """;

    public static async Task<Dictionary<CommandKey, KnownCommand>> LoadAsync(
        NpgsqlConnection connection, IReadOnlyCollection<CommandKey> keys, CancellationToken ct)
    {
        var known = new Dictionary<CommandKey, KnownCommand>();
        if (keys.Count == 0) return known;
        await using var command = new NpgsqlCommand(Select, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string[]> { TypedValue = [.. keys.Select(key => key.Program)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. keys.Select(key => key.Key)] },
            },
        };
        await command.PrepareAsync(ct);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var reply = JsonSerializer.Deserialize<CommandReply>(reader.GetString(3), Wire.Options)!;
            known[new CommandKey(reader.GetString(0), reader.GetString(1))] = new KnownCommand(reader.GetString(2), reply);
        }

        return known;
    }

    /// <summary>The command that saves keys, for the append's transaction; null when there are none.</summary>
    public static NpgsqlBatchCommand? Save(IReadOnlyList<CommandHandled> handled) => handled.Count == 0
            ? null
            : new NpgsqlBatchCommand("select ledger_save_commands($1, $2, $3, $4, $5)")
            {
                Parameters =
                {
                    Column(handled, one => one.Program),
                    Column(handled, one => one.Key),
                    Column(handled, one => one.ContentHash),
                    Column(handled, one => one.AccountId),
                    Column(handled, one => one.Reply.GetRawText()),
                },
            };

    private static NpgsqlParameter<string[]> Column(IReadOnlyList<CommandHandled> handled, Func<CommandHandled, string> of) =>
        new() { TypedValue = [.. handled.Select(of)] };
}
