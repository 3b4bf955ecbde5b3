using System.CommandLine;
using System.Text.Json;
using Ledger.Cli.Commands;
using Ledger.Cli.Database;
using Ledger.Cli.Draws;
using Ledger.Cli.Keys;
using Ledger.Cli.Service;
using Ledger.Cli.Terminal;

namespace Ledger.Cli;

/// <summary>The command line as a whole: what it offers, and how failures are told.</summary>
internal static class App
{
    public static async Task<int> RunAsync(string[] arguments, Screen screen)
    {
        var root = new RootCommand("The points ledger: programs, orders, balances.")
        {
            Connection.Url,
            Connection.Key,
            Connection.PatienceSeconds,
            ProgramCommand.Create(screen),
            ImportCommand.Create(screen),
            AdvanceCommand.Create(screen),
            WaitCommand.Create(screen),
            ExportCommand.Create(screen),
            VerifyCommand.Create(screen),
            RebuildCommand.Create(screen),
            RejectedCommand.Create(screen),
            DrawsCommand.Create(screen),
            KeysCommand.Create(screen),
            DatabaseCommand.Create(screen),
        };
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await screen.Error.WriteLineAsync(error.Message);
            await screen.Error.WriteLineAsync("'ledger --help', or --help behind a command, says what there is.");
            return ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = screen.Output, Error = screen.Error });
        }
        catch (CliFailure failure)
        {
            await screen.Error.WriteLineAsync(failure.Message);
            return failure.ExitCode;
        }
        catch (OperationCanceledException)
        {
            await screen.Error.WriteLineAsync("Stopped.");
            return ExitCode.Failed;
        }
        catch (Exception failure) when (failure is ServiceRefusal or IOException or UnauthorizedAccessException or HttpRequestException or JsonException or ArithmeticException)
        {
            await screen.Error.WriteLineAsync(failure.Message);
            return ExitCode.Failed;
        }
    }
}
