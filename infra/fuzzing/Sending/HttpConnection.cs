using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Ledger.Fuzz.Inputs;

namespace Ledger.Fuzz.Sending;

/// <summary>One connection over which bytes are sent as they are: a client that checks nothing, as HttpClient would.</summary>
public sealed class HttpConnection(Uri address) : IDisposable
{
    private static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray();
    private readonly byte[] buffer = new byte[256 * 1024];
    private Socket? socket;
    private int from;
    private int to;

    /// <summary>Whether bytes came after the last answer, which nothing asked for.</summary>
    public bool HoldsUnasked => from < to || socket is { Available: > 0 };

    /// <summary>Sends a request and reads its answer; connects first where the last answer ended the connection. Of bytes that are not one
    /// well-formed request the server may read two: the connection ends after the first answer, so that the second is not taken for the
    /// answer to the next request.</summary>
    /// <param name="request">All of it.</param>
    /// <param name="isHead">Whether the answer has no body whatever it says.</param>
    /// <param name="giveUpAfter">Then the connection is closed and the status is 0.</param>
    public async Task<Answer> SendAsync(byte[] request, bool isHead, TimeSpan giveUpAfter)
    {
        var isUsed = socket is not null;
        var answer = await SendOnceAsync(request, isHead, giveUpAfter);
        // The server may have ended a connection that was used before; that says nothing about this request.
        if (answer.Status == 0 && isUsed && answer.Duration < giveUpAfter) answer = await SendOnceAsync(request, isHead, giveUpAfter);
        if (!Framing.Of(request).IsWellFormed) Close();
        return answer;
    }

    /// <summary>The next request has a connection of its own.</summary>
    public void Close()
    {
        socket?.Dispose();
        socket = null;
        from = to = 0;
    }

    public void Dispose() => Close();

    private async Task<Answer> SendOnceAsync(byte[] request, bool isHead, TimeSpan giveUpAfter)
    {
        using var limit = new CancellationTokenSource(giveUpAfter);
        var began = Stopwatch.GetTimestamp();
        try
        {
            var connected = socket ??= await ConnectAsync(limit.Token);
            // The server may answer, and stop reading, before all is sent.
            var sending = SendAllAsync(connected, request, limit.Token);
            var (status, headers) = await HeadAsync(limit.Token);
            var body = isHead || status is 204 or 304 ? [] : await BodyAsync(headers, limit.Token);
            var answer = new Answer(status, headers, body, Stopwatch.GetElapsedTime(began));
            if (answer.Closes) Close();
            await sending;
            return answer;
        }
        catch (Exception failure)
            when (failure is SocketException or IOException or OperationCanceledException or FormatException or ObjectDisposedException)
        {
            Close();
            var said = Encoding.UTF8.GetBytes($"{failure.GetType().Name}: {failure.Message}");
            return new Answer(0, new Dictionary<string, string>(), said, Stopwatch.GetElapsedTime(began));
        }
    }

    private async Task<Socket> ConnectAsync(CancellationToken ct)
    {
        var connecting = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await connecting.ConnectAsync(address.Host, address.Port, ct);
        return connecting;
    }

    private static async Task SendAllAsync(Socket to, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        try
        {
            while (bytes.Length > 0) bytes = bytes[await to.SendAsync(bytes, ct)..];
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // What matters is the answer.
        }
    }

    private async Task<(int Status, Dictionary<string, string> Headers)> HeadAsync(CancellationToken ct)
    {
        while (true)
        {
            int end;
            while ((end = buffer.AsSpan(from, to - from).IndexOf(HeadEnd)) < 0) await MoreAsync(ct);
            var lines = Encoding.Latin1.GetString(buffer, from, end).Split("\r\n");
            from += end + HeadEnd.Length;
            var status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
            if (status is >= 100 and < 200) continue;
            var headers = new Dictionary<string, string>();
            foreach (var line in lines.Skip(1))
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                if (colon > 0) headers[line[..colon].ToLowerInvariant()] = line[(colon + 1)..].Trim();
            }

            return (status, headers);
        }
    }

    private async Task<byte[]> BodyAsync(Dictionary<string, string> headers, CancellationToken ct)
    {
        using var body = new MemoryStream();
        if (headers.GetValueOrDefault("transfer-encoding", "").Contains("chunked", StringComparison.OrdinalIgnoreCase))
        {
            while (true)
            {
                int end;
                while ((end = buffer.AsSpan(from, to - from).IndexOf("\r\n"u8)) < 0) await MoreAsync(ct);
                var size = int.Parse(Encoding.ASCII.GetString(buffer, from, end).Split(';')[0], NumberStyles.HexNumber,
                    CultureInfo.InvariantCulture);
                from += end + 2;
                await TakeAsync(body, size, ct);
                await TakeAsync(null, 2, ct);
                if (size == 0) return body.ToArray();
            }
        }

        if (headers.TryGetValue("content-length", out var length)) await TakeAsync(body, int.Parse(length, CultureInfo.InvariantCulture),
            ct);
        return body.ToArray();
    }

    private async Task TakeAsync(MemoryStream? into, int count, CancellationToken ct)
    {
        while (count > 0)
        {
            if (from == to) await MoreAsync(ct);
            var part = Math.Min(count, to - from);
            into?.Write(buffer, from, part);
            from += part;
            count -= part;
        }
    }

    private async Task MoreAsync(CancellationToken ct)
    {
        if (from == to) from = to = 0;
        if (to == buffer.Length)
        {
            buffer.AsSpan(from, to - from).CopyTo(buffer);
            (from, to) = (0, to - from);
            if (to == buffer.Length) throw new IOException("The answer's head is too long.");
        }

        var count = await socket!.ReceiveAsync(buffer.AsMemory(to), ct);
        if (count == 0) throw new IOException("The connection was closed before the answer.");
        to += count;
    }
}
