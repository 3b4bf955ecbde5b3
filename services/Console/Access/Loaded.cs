using Ledger.Client;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Console.Access;

/// <summary>What the API answered: a value, or the problem that a page shows in its place.</summary>
public sealed record Loaded<T>(T? Value, ProblemAnswer? Problem)
    where T : class;

/// <summary>Asks the API.</summary>
public static class Loaded
{
    /// <summary>Asks, and keeps a refusal as a value.</summary>
    public static async Task<Loaded<T>> OfAsync<T>(Func<Task<T>> ask)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(ask);
        try
        {
            return new Loaded<T>(await ask(), null);
        }
        catch (LedgerException refused)
        {
            return new Loaded<T>(null, refused.Problem);
        }
    }
}
