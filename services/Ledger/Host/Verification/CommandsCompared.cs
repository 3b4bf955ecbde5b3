using Ledger.Host.State;
using Npgsql;

namespace Ledger.Host.Verification;

/// <summary>Compares ledger_commands, which has a row for every command that was carried out.</summary>
internal sealed class CommandsCompared : IStateTable
{
    public string Table => CommandTable.Shape.Table;

    public string Columns => CommandTable.Shape.Columns("l");

    public string Code => "state_command_differs";

    public IEnumerable<string> Expected(RebuiltAccount rebuilt) => rebuilt.Commands.Keys.Select(Shown);

    public string KeyOf(NpgsqlDataReader row) => Shown(CommandTable.Shape.Read(row, 2).Key);

    public IReadOnlyList<string> Differences(NpgsqlDataReader row, RebuiltAccount rebuilt) =>
        CommandTable.Shape.Differences(row, 2, CommandRow.Of(rebuilt.Commands[CommandTable.Shape.Read(row, 2).Key]));

    private static string Shown(string key) => $"command {key}";
}
