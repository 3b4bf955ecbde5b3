using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Ledger.Console.Access;

/// <summary>Where this process itself listens.</summary>
internal static class OwnAddress
{
    /// <summary>An address of a server that has started, over loopback where it listens everywhere.</summary>
    public static Uri Of(IServer server)
    {
        var listening = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var address = listening.FirstOrDefault(one => one.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            ?? listening.FirstOrDefault();
        return address is null
            ? throw new InvalidOperationException("The server has no address: LEDGER_CONSOLE_API must say where the API is.")
            : Reached(address);
    }

    /// <summary>How an address that a server listens at is reached from its own machine.</summary>
    /// <param name="listening">As the server says it: <c>http://*:8080</c>, <c>http://[::]:8080</c>.</param>
    public static Uri Reached(string listening)
    {
        foreach (var everywhere in (string[])["://*", "://+", "://0.0.0.0", "://[::]"])
        {
            listening = listening.Replace(everywhere, "://127.0.0.1", StringComparison.Ordinal);
        }

        return new Uri(listening);
    }
}
