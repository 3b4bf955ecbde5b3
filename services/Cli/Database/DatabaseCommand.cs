using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.EventLog;
using Ledger.Ledger.Host;

namespace Ledger.Cli.Database;

/// <summary><c>ledger db</c>: the schema of the database itself, so it needs neither a service nor a key.</summary>
internal static class DatabaseCommand
{
    public static Command Create(Screen screen) => new("db",
        "Apply or check the schema of the database that LEDGER_POSTGRES names; else that of infra/run.")
    {
        Apply(screen),
        Check(screen),
    };

    private static Command Apply(Screen screen)
    {
        var command = new Command("apply",
            "Bring the database to this build, from nothing or from an earlier one. Drops nothing; does nothing when it is there.");
        command.SetAction((_, cancellation) => OperatorDatabase.WithAsync(async database =>
        {
            try
            {
                var done = await LedgerDatabase.ApplyAsync(database, cancellation);
                foreach (var one in done) await screen.Output.WriteLineAsync(one);
                await screen.Output.WriteLineAsync(done.Count == 0 ? "The database is at this build."
                    : "The database is at this build now.");
                return ExitCode.Ok;
            }
            catch (SchemaRefusedException refused)
            {
                throw new CliFailure($"{refused.Message} ({refused.Code})");
            }
        }));
        return command;
    }

    private static Command Check(Screen screen)
    {
        var command = new Command("check",
            "Say whether the database is at this build, and what is not. Changes nothing; exit code 1 when it is not.");
        command.SetAction((_, cancellation) => OperatorDatabase.WithAsync(async database =>
        {
            var differences = await LedgerDatabase.DifferencesAsync(database, cancellation);
            foreach (var one in differences) await screen.Output.WriteLineAsync(one);
            await screen.Output.WriteLineAsync(differences.Count == 0 ? "The database is at this build."
                : "The database is not at this build: 'ledger db apply' brings it there.");
            return differences.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
        }));
        return command;
    }
}
