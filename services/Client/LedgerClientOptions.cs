namespace Ledger.Client;

/// <summary>Options of a client.</summary>
public sealed class LedgerClientOptions
{
    /// <summary>The service's address; it may have a path, below which requests go.</summary>
    public Uri? Address { get; set; }

    /// <summary>The API key, <c>lk_…</c>; null: requests are sent without one.</summary>
    public string? Key { get; set; }

    /// <summary>
    /// Called before each attempt and used instead of <see cref="Address"/> and <see cref="Key"/>: for a service whose address changes, or
    /// a key that is replaced while the client lives. Its exceptions end the call.
    /// </summary>
    public Func<LedgerAccess>? Access { get; set; }

    /// <summary>How long a request is sent again after temporary failures, counted from its first failure; 30 seconds by default. 0: it is
    /// sent once.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one attempt may wait for its answer to begin; 70 seconds by default.</summary>
    public TimeSpan Attempt { get; set; } = TimeSpan.FromSeconds(70);

    /// <summary>Whether reads reflect this client's own writes; true by default.</summary>
    public bool ReadsOwnWrites { get; set; } = true;

    /// <summary>Called for each failed attempt that will be repeated, before the pause.</summary>
    public Action<LedgerRetry>? OnRetry { get; set; }

    /// <summary>The clock for <see cref="Patience"/> and pauses.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>The same options with another key.</summary>
    internal LedgerClientOptions With(string key)
    {
        var copy = (LedgerClientOptions)MemberwiseClone();
        (copy.Key, copy.Access) = (key, null);
        return copy;
    }

    /// <summary>Address and key of the next attempt; the address ends in a slash.</summary>
    internal LedgerAccess Now()
    {
        var (address, key) = Access?.Invoke()
            ?? new LedgerAccess(Address ?? throw new InvalidOperationException("Address is missing."), Key);
        return new LedgerAccess(Folder(address), key);
    }

    private static Uri Folder(Uri address) =>
        address.AbsolutePath.EndsWith('/') ? address : new UriBuilder(address) { Path = address.AbsolutePath + "/" }.Uri;
}

/// <summary>The address and key of an attempt.</summary>
/// <param name="Address">The service's address; it may have a path, below which requests go.</param>
/// <param name="Key">The API key; null: the request is sent without one.</param>
public sealed record LedgerAccess(Uri Address, string? Key);

/// <summary>A failed attempt that will be repeated.</summary>
/// <param name="Failures">Attempts of this request that have failed so far, this one included.</param>
/// <param name="Pause">The pause before the next attempt.</param>
/// <param name="Reason">Why the attempt failed, for people.</param>
public sealed record LedgerRetry(int Failures, TimeSpan Pause, string Reason);
