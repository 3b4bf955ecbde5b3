using System.CommandLine;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger rejected</c>: facts that the ledger did not take, with the reason.</summary>
internal static class RejectedCommand
{
    public static Command Create(Screen screen) => new("rejected", "List rejected facts and hand them in again.")
    {
        RejectedListCommand.Create(screen),
        RejectedRedriveCommand.Create(screen),
    };
}
