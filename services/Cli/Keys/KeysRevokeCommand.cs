using System.CommandLine;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.Keys;

/// <summary><c>ledger keys revoke</c>: revokes a key. Running services stop accepting it within a second.</summary>
internal static class KeysRevokeCommand
{
    public static Command Create(Screen screen)
    {
        var key = new Argument<string>("NAME|ID") { Description = "Name or id of a key." };
        var command = new Command("revoke", "End a key; services stop taking it within a second.") { key };
        command.Runs(async (parsed, cancellation) =>
        {
            var revoked = KeyShown.Of(await KeyDatabase.WithTableAsync(table => table.RevokeAsync(parsed.GetValue(key)!, cancellation)));
            await screen.Output.WriteLineAsync(parsed.IsJson() ? revoked.ToJson() : $"Key {revoked.Id} ({revoked.Name}) is revoked.");
            return ExitCode.Ok;
        });
        return command;
    }
}
