using System.CommandLine;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.Keys;

/// <summary><c>ledger keys revoke</c>: ends a key. Running services stop taking it within a second.</summary>
internal static class KeysRevokeCommand
{
    public static Command Create(Screen screen)
    {
        var key = new Argument<string>("NAME|ID") { Description = "Name or id of a key." };
        var json = KeysCommand.Json();
        var command = new Command("revoke", "End a key; services stop taking it within a second.") { key, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var revoked = KeyShown.Of(await KeyDatabase.WithTableAsync(table => table.RevokeAsync(parsed.GetValue(key)!, cancellation)));
            await screen.Output.WriteLineAsync(parsed.GetValue(json) ? revoked.ToJson() : $"Key {revoked.Id} ({revoked.Name}) is revoked.");
            return ExitCode.Ok;
        });
        return command;
    }
}
