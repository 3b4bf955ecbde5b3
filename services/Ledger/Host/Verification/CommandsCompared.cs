using Npgsql;

namespace Ledger.Host.Verification;

/// <summary>ledger_commands: a row for every command that was carried out.</summary>
internal sealed class CommandsCompared : IStateTable
{
    public string Table => "ledger_commands";

    public string Columns => "l.key, l.hash, l.reply::text";

    public string Code => "state_command_differs";

    public IEnumerable<string> Expected(RebuiltAccount rebuilt) => rebuilt.Commands.Keys.Select(Shown);

    public string KeyOf(NpgsqlDataReader row) => Shown(row.GetString(2));

    public IReadOnlyList<string> Differences(NpgsqlDataReader row, RebuiltAccount rebuilt)
    {
        var handled = rebuilt.Commands[row.GetString(2)];
        var differences = new List<string>();
        if (row.GetString(3) != handled.ContentHash) differences.Add("hash");
        if (!JsonText.MeansTheSame(row.GetString(4), handled.Reply.GetRawText())) differences.Add("reply");
        return differences;
    }

    private static string Shown(string key) => $"command {key}";
}
