using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain.Spending;
using Ledger.Host.State.Shapes;
using Npgsql;

namespace Ledger.Host.State;

/// <summary>
/// The idempotency keys of commands that were carried out, with their answers. A repeat gets the same answer, without a time limit.
/// </summary>
internal static class CommandTable
{
    /// <summary>The table's columns.</summary>
    public static TableShape<CommandRow> Shape { get; } = new TableShape<CommandRow>("ledger_commands", new CommandRow("", "", "", "", ""))
        .Column("program", ColumnTypes.Text, c => c.Program, (c, program) => c with { Program = program })
        .Column("key", ColumnTypes.Text, c => c.Key, (c, key) => c with { Key = key })
        .Column("hash", ColumnTypes.Text, c => c.Hash, (c, hash) => c with { Hash = hash })
        .Column("account_id", ColumnTypes.Text, c => c.Account, (c, account) => c with { Account = account })
        .Column("reply", ColumnTypes.Json, c => c.Reply, (c, reply) => c with { Reply = reply });

    private static readonly string Select = $"""
        select {Shape.Columns("c")}
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
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var row = Shape.Read(reader);
            var reply = JsonSerializer.Deserialize<CommandReply>(row.Reply, Wire.Options)!;
            known[new CommandKey(row.Program, row.Key)] = new KnownCommand(row.Hash, reply);
        }

        return known;
    }

    /// <summary>The command that saves keys, for the append's transaction; null when there are none.</summary>
    public static NpgsqlBatchCommand? Save(IReadOnlyList<CommandHandled> handled)
    {
        if (handled.Count == 0) return null;
        var command = new NpgsqlBatchCommand($"select ledger_save_commands({Shape.Places})");
        Shape.AddTo(command, [.. handled.Select(CommandRow.Of)]);
        return command;
    }
}

/// <summary>A row of ledger_commands.</summary>
/// <param name="Hash">The hash of the command's content.</param>
/// <param name="Account">The account of the command.</param>
/// <param name="Reply">The answer, as JSON.</param>
internal sealed record CommandRow(string Program, string Key, string Hash, string Account, string Reply)
{
    /// <summary>The row of a command that was carried out.</summary>
    public static CommandRow Of(CommandHandled handled) =>
        new(handled.Program, handled.Key, handled.ContentHash, handled.AccountId, handled.Reply.GetRawText());
}
