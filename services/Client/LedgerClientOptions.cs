namespace Ledger.Client;

/// <summary>Where the ledger is, and how a client speaks with it.</summary>
public sealed class LedgerClientOptions
{
    /// <summary>Where the service is; a path is kept.</summary>
    public Uri? Address { get; set; }

    /// <summary>The API key, <c>lk_…</c>; null shows none.</summary>
    public string? Key { get; set; }

    /// <summary>
    /// Asked before each attempt, in place of <see cref="Address"/> and <see cref="Key"/>: for a service that moves, or a key that is
    /// exchanged while the client lives. What it throws ends the call.
    /// </summary>
    public Func<LedgerAccess>? Access { get; set; }

    /// <summary>How long a request is sent again while what refuses it may pass, counted from its first failure; 0 sends it once.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one attempt may wait for its answer to begin.</summary>
    public TimeSpan Attempt { get; set; } = TimeSpan.FromSeconds(70);

    /// <summary>Whether what is read has seen what this client wrote.</summary>
    public bool ReadsOwnWrites { get; set; } = true;

    /// <summary>Told of each attempt that failed and is made again, before the pause.</summary>
    public Action<LedgerRetry>? OnRetry { get; set; }

    /// <summary>Measures patience and pauses.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>The same with another key.</summary>
    internal LedgerClientOptions With(string key)
    {
        var copy = (LedgerClientOptions)MemberwiseClone();
        (copy.Key, copy.Access) = (key, null);
        return copy;
    }

    /// <summary>Where the next attempt goes, its address ending in a slash.</summary>
    internal LedgerAccess Now()
    {
        var (address, key) = Access?.Invoke()
            ?? new LedgerAccess(Address ?? throw new InvalidOperationException("Address is missing."), Key);
        return new LedgerAccess(Folder(address), key);
    }

    private static Uri Folder(Uri address) =>
        address.AbsolutePath.EndsWith('/') ? address : new UriBuilder(address) { Path = address.AbsolutePath + "/" }.Uri;
}

/// <summary>Where the ledger is, and who calls.</summary>
/// <param name="Address">Where the service is; a path is kept.</param>
/// <param name="Key">The API key; null shows none.</param>
public sealed record LedgerAccess(Uri Address, string? Key);

/// <summary>An attempt that failed and is made again.</summary>
/// <param name="Failures">Attempts of this request that have failed so far, this one included.</param>
/// <param name="Pause">How long until the next.</param>
/// <param name="Reason">Why it failed, for people.</param>
public sealed record LedgerRetry(int Failures, TimeSpan Pause, string Reason);
