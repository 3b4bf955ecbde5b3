using System.CommandLine;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger program</c>: the rules of a loyalty scheme.</summary>
internal static class ProgramCommand
{
    public static Command Create(Screen screen) => new("program", "Publish and look at loyalty programs.")
    {
        ProgramPublishCommand.Create(screen),
        ProgramIdCommand.Create(screen),
        ProgramShowCommand.Create(screen),
        ProgramBudgetCommand.Create(screen),
    };
}
