using Ledger.Cli.Service;
using Npgsql;

namespace Ledger.Cli.Database;

/// <summary>The database that LEDGER_POSTGRES names, or the one that infra/run started: for commands that need no service.</summary>
internal static class OperatorDatabase
{
    private const string Variable = "LEDGER_POSTGRES";

    /// <summary>Opens the database, runs the work, and turns database errors into failures for the user.</summary>
    public static async Task<T> WithAsync<T>(Func<NpgsqlDataSource, Task<T>> work)
    {
        var named = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set ? set : LeftFiles.Read(LeftFiles.Postgres,
            Directory.GetCurrentDirectory())
            ?? throw new CliFailure($"Which database? Set {Variable}, or start one with infra/run, which writes {LeftFiles.Postgres}.",
                ExitCode.Usage);

        try
        {
            await using var dataSource = NpgsqlDataSource.Create(named);
            return await work(dataSource);
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            throw new CliFailure("The database does not have the tables of this build: run 'ledger db apply' first.");
        }
        catch (NpgsqlException away)
        {
            throw new CliFailure($"The database cannot be used: {away.Message}", away.IsTransient ? ExitCode.Unavailable : ExitCode.Failed);
        }
        catch (ArgumentException)
        {
            // The exception's message is not shown, because it may contain the given text and so a password.
            throw new CliFailure($"{Variable} is no Npgsql connection string.", ExitCode.Usage);
        }
    }
}
