using System.CommandLine;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.Keys;

/// <summary><c>ledger keys</c>: who may call the service. Works on the database itself, so the first key needs no key and no
/// service.</summary>
internal static class KeysCommand
{
    public static Command Create(Screen screen) =>
        new("keys", "Make, list and revoke API keys, in the database that LEDGER_POSTGRES names; else that of infra/run.")
        {
            KeysAddCommand.Create(screen),
            KeysListCommand.Create(screen),
            KeysRevokeCommand.Create(screen),
        };
}
