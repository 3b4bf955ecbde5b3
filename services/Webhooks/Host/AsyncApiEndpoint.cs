using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Hosting;
using Ledger.Hosting.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Webhooks.Host;

/// <summary>Serves the AsyncAPI document. It contains no program's data, so it is open to everybody.</summary>
internal static class AsyncApiEndpoint
{
    public const string Path = "/asyncapi/v1.json";

    private static readonly Lazy<byte[]> Document = new(AsyncApi.Read);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(Path, () => Results.Bytes(Document.Value, MediaTypes.Json)).AllowAnonymous()
            .Describe("getAsyncApi", ApiTags.Events, "Describes all events as AsyncAPI").Answers<JsonElement>(meaning: "The description.");
}
