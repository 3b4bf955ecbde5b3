using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.EventLog.Storage;
using Ledger.Host.State;

namespace Ledger.Cli.Database;

/// <summary><c>ledger db</c>: the schema of the database itself, so it needs neither a service nor a key.</summary>
internal static class DatabaseCommand
{
    private const string AtBuild = "The database is at this build.";

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
        command.Runs((parsed, cancellation) => OperatorDatabase.WithAsync(async database =>
        {
            try
            {
                var done = await LedgerDatabase.ApplyAsync(database, cancellation);
                await screen.AnswerAsync(parsed, new { isAtBuild = true, done }, string.Join(
                    screen.Output.NewLine, [.. done, done.Count == 0 ? AtBuild : "The database is at this build now."]));
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
        command.Runs((parsed, cancellation) => OperatorDatabase.WithAsync(async database =>
        {
            var differences = await LedgerDatabase.DifferencesAsync(database, cancellation);
            var isAtBuild = differences.Count == 0;
            await screen.AnswerAsync(parsed, new { isAtBuild, differences }, string.Join(
                screen.Output.NewLine,
                [.. differences, isAtBuild ? AtBuild : "The database is not at this build: 'ledger db apply' brings it there."]));
            return differences.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
        }));
        return command;
    }
}
