using System.Globalization;
using System.Text;

namespace Ledger.Fuzz.Inputs;

/// <summary>A request as bytes. The placeholder for the key is filled in when it is sent, so that a saved case holds no secret.</summary>
/// <param name="Kind">The kind of input that is fuzzed: batch, fact, command, query, program, simulation, junk.</param>
/// <param name="Head">Request line and headers without the length of the body.</param>
/// <param name="Body">The body; empty: none is sent.</param>
/// <param name="Mutated">Number of mutated facts in it; 0 if the request itself is mutated.</param>
/// <param name="GoodLines">Numbers, from 1, of the lines with valid facts.</param>
public sealed record Request(string Kind, string Head, byte[] Body, int Mutated = 0, IReadOnlyList<int>? GoodLines = null)
{
    /// <summary>Stands for the key in <see cref="Head"/>.</summary>
    public const string Key = "{KEY}";

    /// <summary>A head that says how long the body is.</summary>
    public static string HeadOf(string method, string target, string contentType = "application/json", string? idempotencyKey = null)
    {
        var type = contentType.Length > 0 ? $"Content-Type: {contentType}\r\n" : "";
        var idempotency = idempotencyKey is null ? "" : $"Idempotency-Key: {idempotencyKey}\r\n";
        return $"{method} {target} HTTP/1.1\r\nHost: ledger\r\nAuthorization: Bearer {Key}\r\n{type}{idempotency}";
    }

    /// <summary>The request as it is sent.</summary>
    public byte[] ToBytes(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var length = Body.Length > 0 || Head.StartsWith('P')
            ? string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\n") : "";
        return [.. Node.Encode(Head.Replace(Key, key, StringComparison.Ordinal) + length + "\r\n"), .. Body];
    }

    /// <summary>What a server reads of it.</summary>
    public Framing Framing() => Inputs.Framing.Of(ToBytes(Key));

    /// <summary>Number of lines of the body that are not blank, which must equal the number of outcomes.</summary>
    public int FilledLines()
    {
        var count = 0;
        foreach (var range in new ReadOnlySpan<byte>(Body).Split((byte)'\n'))
        {
            if (Body.AsSpan(range).IndexOfAnyExcept(" \t\r"u8) >= 0) count++;
        }

        return count;
    }

    public string FirstLine => Head[..Math.Max(0, Head.IndexOf('\r', StringComparison.Ordinal))];

    public override string ToString() =>
        $"{FirstLine} with {Body.Length} bytes: {Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(300, Body.Length)))}";
}
