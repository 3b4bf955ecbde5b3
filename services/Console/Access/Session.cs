using Ledger.Client;
using Ledger.Console.Texts;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Console.Access;

/// <summary>One request of somebody who is signed in: their language, their key and their way to the API.</summary>
/// <param name="clients">Makes clients.</param>
/// <param name="seen">What this process's own writes came to.</param>
public sealed class Session(LedgerClients clients, SeenPosition seen) : IDisposable
{
    private readonly Dictionary<string, Task<ProgramAnswer>> programs = new(StringComparer.Ordinal);
    private LedgerClient? ledger;

    /// <summary>The texts in the language of the request.</summary>
    public Catalogue Texts { get; internal set; } = Catalogue.English;

    /// <summary>Whose key it is, and what it may do; null: nobody is signed in.</summary>
    public KeyAnswer? Key { get; private set; }

    /// <summary>Asks the API with the key of whoever is signed in.</summary>
    public LedgerClient Ledger => ledger ?? throw new InvalidOperationException("Nobody is signed in.");

    /// <summary>Whether the key has one of these scopes.</summary>
    public bool May(params string[] anyOf) => Key is { } key && anyOf.Any(key.Scopes.Contains);

    /// <summary>A program by its latest version; asked for once in a request.</summary>
    public Task<ProgramAnswer> ProgramAsync(string program)
    {
        if (!programs.TryGetValue(program, out var asked)) programs[program] = asked = Ledger.Program(program).GetAsync();
        return asked;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (ledger is null) return;
        seen.Note(ledger.Position);
        ledger.Dispose();
    }

    /// <summary>Begins the session with a token.</summary>
    internal async Task OpenAsync(string token, CancellationToken ct)
    {
        ledger = clients.For(token);
        ledger.Observe(seen.Position);
        Key = await ledger.GetKeyAsync(ct);
    }

    /// <summary>What comes after a write in this request or the next ones sees it.</summary>
    internal void Wrote() => seen.Note(Ledger.Position);
}

/// <summary>
/// The largest position that a write of this process's console was answered with: the page that is shown after a write has seen it.
/// </summary>
public sealed class SeenPosition
{
    private long position;

    /// <summary>0 before the first write.</summary>
    public long Position => Volatile.Read(ref position);

    /// <summary>Takes note of a position.</summary>
    public void Note(long written)
    {
        for (var known = Position; written > known; known = Position) Interlocked.CompareExchange(ref position, written, known);
    }
}
