using Ledger.Cli.Service;
using Ledger.Keys;
using Npgsql;

namespace Ledger.Cli.Keys;

/// <summary>The table of keys in the database that LEDGER_POSTGRES names, or the one that infra/run started.</summary>
internal static class KeyDatabase
{
    private const string Variable = "LEDGER_POSTGRES";

    /// <summary>Does something with the table, which is made if it is not there.</summary>
    public static async Task<T> WithTableAsync<T>(Func<KeyTable, Task<T>> work, CancellationToken cancellation)
    {
        var named = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set ? set : LeftFiles.Read(LeftFiles.Postgres, Directory.GetCurrentDirectory())
            ?? throw new CliFailure($"Which database? Set {Variable}, or start one with infra/run, which writes {LeftFiles.Postgres}.", ExitCode.Usage);

        try
        {
            await using var dataSource = NpgsqlDataSource.Create(named);
            var table = new KeyTable(dataSource);
            await table.CreateAsync(cancellation);
            return await work(table);
        }
        catch (KeyRefusedException refused)
        {
            throw new CliFailure($"{refused.Message} ({refused.Code})");
        }
        catch (NpgsqlException away)
        {
            throw new CliFailure($"The database cannot be used: {away.Message}");
        }
        catch (ArgumentException)
        {
            // Its message may hold what was given, and that a password.
            throw new CliFailure($"{Variable} is no Npgsql connection string.", ExitCode.Usage);
        }
    }
}
