using System.CommandLine;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger rejected</c>: the facts that the ledger refused, with the reasons.</summary>
internal static class RejectedCommand
{
    public static Command Create(Screen screen) => new("rejected", "List rejected facts and submit them again.")
    {
        RejectedListCommand.Create(screen),
        RejectedRedriveCommand.Create(screen),
    };
}
