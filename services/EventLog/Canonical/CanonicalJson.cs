using System.Text.Unicode;

namespace Ledger.EventLog.Canonical;

/// <summary>
/// The canonical form of a JSON value, which is hashed (CHAIN.md): the same for the text that was written and for the text that
/// PostgreSQL's jsonb returns. Not thread-safe, because buffers are reused.
/// </summary>
public sealed class CanonicalJson
{
    /// <summary>Deeper values are refused, so that reading them cannot exhaust a stack.</summary>
    public const int DepthMax = 128;

    private readonly CanonicalWriter writer = new();

    /// <summary>The canonical form; the argument itself when it is canonical already.</summary>
    /// <exception cref="CanonicalJsonException">The text is not JSON, or cannot be stored.</exception>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> json)
    {
        RequireUtf8(json.Span);
        return CanonicalCheck.IsCanonical(json.Span) ? json : new CanonicalWriter().Write(json.Span).ToArray();
    }

    /// <summary>Like <see cref="Of"/>, but the result is only valid until the next call.</summary>
    public ReadOnlySpan<byte> View(ReadOnlySpan<byte> json)
    {
        RequireUtf8(json);
        return writer.Write(json);
    }

    private static void RequireUtf8(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json)) throw new CanonicalJsonException("The JSON is not valid UTF-8.");
    }
}
