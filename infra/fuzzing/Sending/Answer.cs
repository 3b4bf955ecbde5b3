using System.Globalization;
using System.Text;

namespace Ledger.Fuzz.Sending;

/// <summary>An answer as it came.</summary>
/// <param name="Status">HTTP status; 0: the connection ended without one.</param>
/// <param name="Headers">By name in lower case.</param>
/// <param name="Duration">From the last byte sent until the last byte came.</param>
public sealed record Answer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body, TimeSpan Duration)
{
    public string ContentType => Headers.GetValueOrDefault("content-type", "");

    /// <summary>Whether the server ends the connection after it.</summary>
    public bool Closes => Status == 0 || Headers.GetValueOrDefault("connection", "").Contains("close", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the request was taken. What is not acknowledged so, the sender of a fact sends again.</summary>
    public bool IsAcknowledgement => Status is >= 200 and < 300;

    /// <summary>How long to wait before the request is sent again: what the answer says, or a tenth of a second.</summary>
    public TimeSpan RetryAfter => int.TryParse(Headers.GetValueOrDefault("retry-after"), NumberStyles.None, CultureInfo.InvariantCulture,
        out var seconds) ? TimeSpan.FromSeconds(seconds) : TimeSpan.FromMilliseconds(100);

    public string Text => Encoding.UTF8.GetString(Body);

    public override string ToString() =>
        $"{Status} {ContentType} after {Duration.TotalMilliseconds:F0} ms: {(Text.Length > 600 ? Text[..600] + "…" : Text)}";
}
