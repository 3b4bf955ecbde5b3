using Ledger.Cli.Database;
using Ledger.Keys;

namespace Ledger.Cli.Keys;

/// <summary>The table of keys in the operator's database.</summary>
internal static class KeyDatabase
{
    /// <summary>Runs work on the table.</summary>
    public static async Task<T> WithTableAsync<T>(Func<KeyTable, Task<T>> work)
    {
        try
        {
            return await OperatorDatabase.WithAsync(database => work(new KeyTable(database)));
        }
        catch (KeyRefusedException refused)
        {
            throw new CliFailure($"{refused.Message} ({refused.Code})");
        }
    }
}
