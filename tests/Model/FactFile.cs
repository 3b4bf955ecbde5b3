using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace Ledger.Model;

/// <summary>Facts of one program from lines of JSON, in file order; plain or gzipped.</summary>
public static class FactFile
{
    public static IEnumerable<Fact> Read(string path, string program)
    {
        using var file = File.OpenRead(path);
        using Stream plain = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(plain);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                using var json = JsonDocument.Parse(line);
                yield return Read(json.RootElement, program);
            }
        }
    }

    /// <summary>The time by which a fact takes its place among program-wide work.</summary>
    public static DateTimeOffset TimeOf(Fact fact) => fact switch
    {
        OrderPlaced f => f.Order.PlacedAt,
        OrderAmended f => f.AmendedAt ?? f.Order.PlacedAt,
        OrderFact f => f.At,
        ActivityCompleted f => f.At,
        ActivityRevoked f => f.At,
        MembershipPurchased f => f.At,
        MembershipRefunded f => f.At,
        RateSet f => f.From,
        _ => throw new InvalidDataException("a fact without a time"),
    };

    private static Fact Read(JsonElement e, string program)
    {
        string? Text(string name) => e.TryGetProperty(name, out var v) && v.ValueKind != JsonValueKind.Null ? v.GetString() : null;
        string Id(string name) => Text(name) ?? "";
        decimal? Number(string name) => e.TryGetProperty(name, out var v) && v.ValueKind != JsonValueKind.Null ? v.GetDecimal() : null;
        DateTimeOffset At(string name) => Instant(Text(name) ?? throw new InvalidDataException(name + " is missing"));
        Dictionary<string, string>? Tags() => e.TryGetProperty("tags", out var tags)
            ? tags.EnumerateObject().ToDictionary(x => x.Name, x => x.Value.GetString()!, StringComparer.Ordinal)
            : null;

        Order Snapshot() => new(
            program,
            Id("source"),
            Id("orderId"),
            Id("accountId"),
            At("placedAt"),
            Id("currency"),
            [.. e.GetProperty("lines").EnumerateArray().Select(Line)],
            (long)(Number("revision") ?? 1),
            Text("contactId"),
            Text("partnerId"),
            Tags());

        return Id("type") switch
        {
            "OrderPlaced" => new OrderPlaced(Snapshot()),
            "OrderAmended" => new OrderAmended(Snapshot(), Text("amendedAt") is { } amended ? Instant(amended) : null),
            "OrderPaid" => new OrderPaid(program, Id("source"), Id("orderId"), At("paidAt"), Text("paymentId")),
            "OrderShipped" => new OrderShipped(program, Id("source"), Id("orderId"), At("shippedAt"), Text("shipmentId")),
            "OrderDelivered" => new OrderDelivered(program, Id("source"), Id("orderId"), At("deliveredAt")),
            "OrderCancelled" => new OrderCancelled(program, Id("source"), Id("orderId"), At("cancelledAt")),
            "OrderReturned" => new OrderReturned(
                program,
                Id("source"),
                Id("orderId"),
                Id("returnId"),
                At("returnedAt"),
                [.. e.GetProperty("lines").EnumerateArray().Select(Returned)]),
            "ActivityCompleted" => new ActivityCompleted(
                program,
                Id("activityId"),
                Id("accountId"),
                Id("activity"),
                At("completedAt"),
                Text("contactId"),
                Number("score"),
                Text("partnerId"),
                Text("reference"),
                Tags()),
            "ActivityRevoked" => new ActivityRevoked(program, Id("activityId"), At("revokedAt"), Text("reason")),
            "MembershipPurchased" => new MembershipPurchased(
                program,
                Id("purchaseId"),
                Id("accountId"),
                Id("membership"),
                At("purchasedAt"),
                Number("price"),
                Text("currency"),
                Text("orderRef")),
            "MembershipRefunded" => new MembershipRefunded(program, Id("purchaseId"), At("refundedAt"), Text("reason")),
            "RateSet" => new RateSet(program, Id("currency"), At("from"), Number("rate") ?? 0),
            var type => throw new InvalidDataException("a fact of an unknown type: " + type),
        };
    }

    private static ReturnLine Returned(JsonElement e) => new(e.GetProperty("lineId").GetString()!, e.GetProperty("quantity").GetDecimal());

    private static Line Line(JsonElement e)
    {
        decimal Number(string name, decimal otherwise) => e.TryGetProperty(name, out var v) ? v.GetDecimal() : otherwise;
        string? Text(string name) => e.TryGetProperty(name, out var v) ? v.GetString() : null;
        return new Line(
            Text("lineId")!,
            Text("sku")!,
            Number("quantity", 0),
            Number("unitPrice", 0),
            Number("discount", 0),
            Text("category"),
            Text("kind") ?? "merchandise");
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).ToUniversalTime();
}
