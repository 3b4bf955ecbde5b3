using Ledger.Client;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Console.Access;

/// <summary>An answer of the API: a value, or the problem that the page shows instead.</summary>
public sealed record Loaded<T>(T? Value, ProblemAnswer? Problem)
    where T : class;

/// <summary>Makes <see cref="Loaded{T}"/> of requests to the API.</summary>
public static class Loaded
{
    /// <summary>Sends a request and returns a refusal as a value instead of an exception.</summary>
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
