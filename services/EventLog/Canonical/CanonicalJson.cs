using System.Text.Unicode;

namespace Ledger.EventLog.Canonical;

/// <summary>
/// The one form of a JSON value that is hashed (CHAIN.md): equal for what our serialisers wrote and for what PostgreSQL's jsonb
/// gives back. Not thread-safe: it reuses its buffers.
/// </summary>
public sealed class CanonicalJson
{
    /// <summary>Deeper values are refused, so that reading them cannot exhaust a stack.</summary>
    public const int DepthMax = 128;

    private readonly CanonicalWriter writer = new();

    /// <summary>The canonical form; the argument itself when it has it already.</summary>
    /// <exception cref="CanonicalJsonException">Not JSON that can be stored.</exception>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> json)
    {
        RequireUtf8(json.Span);
        return CanonicalCheck.IsCanonical(json.Span) ? json : new CanonicalWriter().Write(json.Span).ToArray();
    }

    /// <summary>As <see cref="Of"/>, but the answer is only good until the next call.</summary>
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
