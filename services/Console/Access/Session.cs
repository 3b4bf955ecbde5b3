using Ledger.Client;
using Ledger.Console.Texts;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Console.Access;

/// <summary>The session of one request: the language, the signed-in person's key, and a client of the API.</summary>
/// <param name="clients">Makes clients.</param>
/// <param name="seen">The position of this process's own writes.</param>
public sealed class Session(LedgerClients clients, SeenPosition seen) : IDisposable
{
    private readonly Dictionary<string, Task<ProgramAnswer>> programs = new(StringComparer.Ordinal);
    private LedgerClient? ledger;

    /// <summary>The texts in the language of the request.</summary>
    public Catalogue Texts { get; internal set; } = Catalogue.English;

    /// <summary>The signed-in person's key with its scopes; null: nobody is signed in.</summary>
    public KeyAnswer? Key { get; private set; }

    /// <summary>The client of the API with the signed-in person's key.</summary>
    public LedgerClient Ledger => ledger ?? throw new InvalidOperationException("Nobody is signed in.");

    /// <summary>Whether the key has one of these scopes.</summary>
    public bool May(params string[] anyOf) => Key is { } key && anyOf.Any(key.Scopes.Contains);

    /// <summary>A program by its latest version; read only once per request.</summary>
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

    /// <summary>Call this after a write, so that later reads of this and the next requests reflect it.</summary>
    internal void Wrote() => seen.Note(Ledger.Position);
}

/// <summary>
/// The largest position in the answers to this process's writes, so that the page shown after a write reflects it.
/// </summary>
public sealed class SeenPosition
{
    private long position;

    /// <summary>0 before the first write.</summary>
    public long Position => Volatile.Read(ref position);

    /// <summary>Records a position, if it is larger.</summary>
    public void Note(long written)
    {
        for (var known = Position; written > known; known = Position) Interlocked.CompareExchange(ref position, written, known);
    }
}
