using System.Net.Http.Headers;
using Ledger.Keys;
using Npgsql;

namespace Ledger.TestSupport;

/// <summary>Real keys in a service's own database, made as the command line makes them.</summary>
public static class TestKeys
{
    /// <summary>
    /// A key for all scopes. The first one of a database always has the same name, so that two runs record the same principal.
    /// </summary>
    public static async Task<string> ForAllAsync(NpgsqlDataSource database)
    {
        try
        {
            return await AddAsync(database, "tester");
        }
        catch (KeyRefusedException)
        {
            return await AddAsync(database, $"tester-{Guid.NewGuid():N}");
        }
    }

    /// <summary>A key with these scopes; without any it has all.</summary>
    public static async Task<string> AddAsync(NpgsqlDataSource database, string name, string? program = null, params string[] scopes)
    {
        var (_, text) = await new KeyTable(database).AddAsync(name, program, scopes is { Length: > 0 } ? scopes : Scopes.All);
        return text.Reveal();
    }

    /// <summary>A key that is bound to one partner of a program.</summary>
    public static async Task<string> ForPartnerAsync(NpgsqlDataSource database, string name, string program, string partner)
    {
        var (_, text) = await new KeyTable(database).AddAsync(name, program, [Scopes.PartnerRead], partner);
        return text.Reveal();
    }

    /// <summary>The same, for a database that is not at hand.</summary>
    public static async Task<string> ForAllAsync(string postgres)
    {
        await using var database = NpgsqlDataSource.Create(postgres);
        return await ForAllAsync(database);
    }

    public static AuthenticationHeaderValue Header(string key) => new("Bearer", key);
}
