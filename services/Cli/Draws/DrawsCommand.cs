using System.CommandLine;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.Draws;

/// <summary><c>ledger draws</c>: prize draws that anybody can repeat.</summary>
internal static class DrawsCommand
{
    public static Command Create(Screen screen) =>
        new("draws", "Repeat prize draws from their proofs.") { DrawsVerifyCommand.Create(screen) };
}
