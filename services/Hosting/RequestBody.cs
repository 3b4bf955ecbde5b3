using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Ledger.Hosting;

/// <summary>The whole body of a request, up to a bound, however much is sent.</summary>
public static class RequestBody
{
    /// <summary>Null when the body is larger than the bound.</summary>
    /// <param name="bytesMax">The most that is read, in bytes.</param>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int bytesMax, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.ContentLength > bytesMax) return null;
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(ct);
            if (read.Buffer.Length > bytesMax || read.IsCompleted)
            {
                // Every read is handed back, or the server breaks the connection when it looks for what else was sent.
                var body = read.Buffer.Length > bytesMax ? null : read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
