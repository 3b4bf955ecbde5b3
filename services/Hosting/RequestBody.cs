using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Ledger.Hosting;

/// <summary>Reads the whole body of a request into memory, up to a bound.</summary>
public static class RequestBody
{
    /// <summary>The body; null when it is larger than the bound.</summary>
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
                // Every read must be released, or the server aborts the connection when it drains the rest of the body.
                var body = read.Buffer.Length > bytesMax ? null : read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
