namespace Ledger.Hosting;

/// <summary>Media types of answers that are written as bytes; the framework adds them to all others.</summary>
public static class MediaTypes
{
    /// <summary>JSON in UTF-8.</summary>
    public const string Json = "application/json; charset=utf-8";
}
