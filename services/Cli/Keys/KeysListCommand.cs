using System.CommandLine;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.Keys;

/// <summary><c>ledger keys list</c>: the keys in use, or all that ever were.</summary>
internal static class KeysListCommand
{
    public static Command Create(Screen screen)
    {
        var all = new Option<bool>("--all") { Description = "Also those that were revoked." };
        var command = new Command("list", "List the keys, without their secrets, which nobody has.") { all };
        command.Runs(async (parsed, cancellation) =>
        {
            var keys = await KeyDatabase.WithTableAsync(table => table.ListAsync(cancellation));
            foreach (var key in keys.Where(key => key.RevokedAt is null || parsed.GetValue(all)).Select(key => KeyShown.Of(key)))
            {
                await screen.Output.WriteLineAsync(parsed.IsJson() ? key.ToJson() : key.ToLine());
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
