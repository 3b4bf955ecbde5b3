using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Ledger.Console;

/// <summary>The static files of pages, embedded in the assembly; each has an address that changes with its content, so it can be cached for
/// ever.</summary>
internal sealed class ConsoleAssets
{
    private static readonly Dictionary<string, ConsoleAssets> ByName = new()
    {
        ["console.css"] = new ConsoleAssets("console.css", "text/css; charset=utf-8"),
        ["icon.svg"] = new ConsoleAssets("icon.svg", "image/svg+xml"),
    };

    private readonly byte[] content;
    private readonly string type;
    private readonly string hash;

    private ConsoleAssets(string name, string type)
    {
        using var stream = typeof(ConsoleAssets).Assembly.GetManifestResourceStream($"asset.{name}")
            ?? throw new InvalidOperationException($"There is no asset {name}.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        (content, this.type) = (copy.ToArray(), type);
        hash = Convert.ToHexStringLower(SHA256.HashData(content))[..16];
    }

    /// <summary>The address of an asset.</summary>
    public static string Address(string name) => $"{ConsoleModule.Path}/assets/{name}?v={ByName[name].hash}";

    /// <summary>Maps the assets, which are open to all.</summary>
    public static void Map(IEndpointRouteBuilder console) => console.MapGet("/assets/{name}", (string name, HttpContext context) =>
    {
        if (!ByName.TryGetValue(name, out var asset)) return Results.NotFound();
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.Bytes(asset.content, asset.type, entityTag: new EntityTagHeaderValue($"\"{asset.hash}\""));
    }).AllowAnonymous();
}
