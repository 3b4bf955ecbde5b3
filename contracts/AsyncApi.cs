namespace Ledger.Contracts.V1;

/// <summary>The description of all events that the ledger publishes, as an AsyncAPI 3.0 document: <c>contracts/asyncapi.json</c>.</summary>
public static class AsyncApi
{
    private const string Resource = "asyncapi.json";

    /// <summary>The document, JSON in UTF-8.</summary>
    public static byte[] Read()
    {
        using var stream = typeof(AsyncApi).Assembly.GetManifestResourceStream(Resource)!;
        var text = new byte[stream.Length];
        stream.ReadExactly(text);
        return text;
    }
}
