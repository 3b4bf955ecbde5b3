using System.Net.Sockets;
using System.Text;

namespace Ledger.Services.Tests.Access;

/// <summary>Sends a request line unchanged, because HTTP clients normalize paths before they send them.</summary>
internal static class RawHttp
{
    public static async Task<string> GetAsync(Uri server, string target, string key)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(server.Host, server.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
                $"GET {target} HTTP/1.1\r\nHost: {server.Authority}\r\nAuthorization: Bearer {key}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
