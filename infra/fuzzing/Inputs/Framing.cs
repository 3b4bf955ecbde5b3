using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Ledger.Fuzz.Inputs;

/// <summary>What an HTTP/1.1 server reads when bytes are sent to it as one request (RFC 9112).</summary>
/// <param name="Version">What stands at the place of the version: all after the request line's second space; null: nothing does.</param>
/// <param name="IsWellFormed">Whether the bytes are exactly one request of which every server reads the same: of nothing else the service
/// itself must give the answer. Where it does not hold, the server may refuse the request before the service sees it, without a problem
/// document, and may read another request in the bytes behind the one that it answered.</param>
public sealed partial record Framing(string? Version, bool IsWellFormed)
{
    // A server may refuse longer request lines (RFC 9112, section 3).
    private const int RequestLineMax = 8000;

    /// <summary>Whether the version is one that a server of HTTP/1.1 answers; a missing one counts as such, since it is not refused as
    /// an unsupported version.</summary>
    public bool IsVersionSupported => Version is null or "HTTP/1.0" or "HTTP/1.1";

    /// <summary>Reads a request as it is sent.</summary>
    public static Framing Of(ReadOnlySpan<byte> sent)
    {
        var end = sent.IndexOf("\r\n\r\n"u8);
        var head = Encoding.Latin1.GetString(end < 0 ? sent : sent[..end]);
        return new Framing(VersionIn(head), end >= 0 && IsHeadPlain(head, sent.Length - end - 4));
    }

    private static string? VersionIn(string head)
    {
        var line = head.TrimStart('\r', '\n').Split('\n')[0];
        return line.TrimEnd('\r').Split(' ', 3) is [_, _, var version] ? version : null;
    }

    private static bool IsHeadPlain(string head, int bodyLength)
    {
        var lines = head.Split("\r\n");
        if (lines[0].Length > RequestLineMax || !RequestLine().IsMatch(lines[0])) return false;
        var fields = lines.Skip(1).Select(line => Field().Match(line)).ToList();
        if (fields.Exists(field => !field.Success)) return false;
        var values = fields.ToLookup(field => field.Groups["name"].Value, field => field.Groups["value"].Value.Trim(' '),
            StringComparer.OrdinalIgnoreCase);
        if (values["Transfer-Encoding"].Any() || values["Host"].Count() != 1 || !HostName().IsMatch(values["Host"].Single())) return false;
        return values["Content-Length"].ToList() switch
        {
            [] => bodyLength == 0,
            [var length] => length == bodyLength.ToString(CultureInfo.InvariantCulture),
            _ => false,
        };
    }

    // A path and a query of RFC 3986; %00 is an encoded octet there, but servers refuse it.
    [GeneratedRegex(@"^[A-Z]+ /(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%(?!00)[0-9A-Fa-f]{2})* HTTP/1\.1\z", RegexOptions.CultureInvariant)]
    private static partial Regex RequestLine();

    [GeneratedRegex(@"^(?<name>[A-Za-z0-9\-]+):(?<value>[ -~]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Field();

    [GeneratedRegex(@"^[A-Za-z0-9.\-]+(?::[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex HostName();
}
