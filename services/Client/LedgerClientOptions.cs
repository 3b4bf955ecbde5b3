namespace Ledger.Client;

/// <summary>Where the ledger is, and how a client speaks with it.</summary>
public sealed class LedgerClientOptions
{
    /// <summary>Where the service is; a path is kept.</summary>
    public Uri? Address { get; set; }

    /// <summary>The API key, <c>lk_…</c>.</summary>
    public string? Key { get; set; }

    /// <summary>How long a request is sent again while what refuses it may pass; 0 sends it once.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one attempt may take.</summary>
    public TimeSpan Attempt { get; set; } = TimeSpan.FromSeconds(70);

    /// <summary>Whether what is read has seen what this client wrote.</summary>
    public bool ReadsOwnWrites { get; set; } = true;
}
