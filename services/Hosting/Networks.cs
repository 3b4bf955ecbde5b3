using System.Net;

namespace Ledger.Hosting;

/// <summary>Reads IP networks from a setting.</summary>
public static class Networks
{
    /// <summary>Reads networks separated by commas, such as 10.20.0.0/16.</summary>
    /// <param name="setting">Null or empty: none.</param>
    /// <exception cref="FormatException">A part is not a network.</exception>
    public static IReadOnlyList<IPNetwork> Parse(string? setting)
    {
        var networks = new List<IPNetwork>();
        foreach (var text in (setting ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            networks.Add(IPNetwork.TryParse(text, out var network) ? network
                : throw new FormatException($"{text} is no network like 10.20.0.0/16 or fd00:1::/32."));
        }

        return networks;
    }
}
