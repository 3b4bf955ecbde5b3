using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Ledger.Console.Access;

/// <summary>Finds the address of this process.</summary>
internal static class OwnAddress
{
    /// <summary>An address of the started server; the loopback address if it listens on all interfaces.</summary>
    public static Uri Of(IServer server)
    {
        var listening = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var address = listening.FirstOrDefault(one => one.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            ?? listening.FirstOrDefault();
        return address is null
            ? throw new InvalidOperationException("The server has no address: LEDGER_CONSOLE_API must say where the API is.")
            : Reached(address);
    }

    /// <summary>Converts a listening address to one that works from the same machine.</summary>
    /// <param name="listening">The address in the server's form: <c>http://*:8080</c>, <c>http://[::]:8080</c>.</param>
    public static Uri Reached(string listening)
    {
        foreach (var everywhere in (string[])["://*", "://+", "://0.0.0.0", "://[::]"])
        {
            listening = listening.Replace(everywhere, "://127.0.0.1", StringComparison.Ordinal);
        }

        return new Uri(listening);
    }
}
