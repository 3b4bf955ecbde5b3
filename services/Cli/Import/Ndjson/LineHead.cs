using System.Text.Json;
using Ledger.Contracts.V1;

namespace Ledger.Cli.Import.Ndjson;

/// <summary>The few fields of a fact that determine how it is sent. The service checks the rest.</summary>
/// <param name="Type">The fact's type; null for an order without one.</param>
/// <param name="Currency">The currency of a rate or an order.</param>
/// <param name="AmendedAt">When an amendment happened.</param>
/// <param name="HappenedAt">When any other fact happened, or an amended order was placed.</param>
internal readonly record struct LineHead(
    string? Type, string? Source, string? OrderId, string? AccountId, string? ActivityId, string? PurchaseId, string? Currency,
    string? AmendedAt, string? HappenedAt)
{
    // Each fact has one of these members (domain.md §2, mechanics.md §1); an amendment may also have amendedAt.
    private static readonly string[] Times =
    [
        "placedAt", "paidAt", "shippedAt", "deliveredAt", "returnedAt", "cancelledAt", "completedAt", "revokedAt", "purchasedAt",
        "refundedAt", "from",
    ];

    /// <summary>Whether the fact concerns every account of the program.</summary>
    public bool IsForAll => Type == nameof(RateSet);

    /// <summary>When the fact happened: for an amendment amendedAt, otherwise placedAt; null when the text is not a time.</summary>
    public DateTimeOffset? Date => InstantJsonConverter.TryParse(AmendedAt ?? HappenedAt, out var date) ? date : null;

    /// <summary>What the fact is about, as people write it; null when its key is incomplete.</summary>
    public string? Subject => this switch
    {
        { IsForAll: true, Currency: { } currency } => $"rate {currency} {HappenedAt}",
        { ActivityId: { } activity } => $"activity {activity}",
        { PurchaseId: { } purchase } => $"purchase {purchase}",
        { Source: { } source, OrderId: { } order } => $"{source}/{order}",
        _ => null,
    };

    /// <summary>Why a line cannot be a fact: the service's code and a sentence for people; null when its fields can be read.</summary>
    public static (string Code, string Sentence)? FaultOf(ReadOnlySpan<byte> line)
    {
        try
        {
            Of(line);
            return null;
        }
        catch (JsonException broken)
        {
            return (
                "malformed_json",
                broken.BytePositionInLine is { } at ? $"The line is not JSON at byte {at + 1}." : "The line is not one JSON object.");
        }
        catch (InvalidOperationException)
        {
            return ("malformed_text", "An id, a type or a time is not Unicode: bytes that are not UTF-8, or half of a surrogate pair.");
        }
    }

    /// <summary>Reads one line.</summary>
    /// <exception cref="JsonException">The line is not one JSON object.</exception>
    /// <exception cref="InvalidOperationException">A field is not valid Unicode text.</exception>
    public static LineHead Of(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A fact is a JSON object.");
        var head = new LineHead();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) head = head.With(ref reader);
        if (reader.Read()) throw new JsonException("There is more on the line than one JSON object.");
        return head;
    }

    // Adds the member at the reader's current position.
    private LineHead With(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("type"u8)) return this with { Type = Text(ref reader) };
        if (reader.ValueTextEquals("source"u8)) return this with { Source = Text(ref reader) };
        if (reader.ValueTextEquals("orderId"u8)) return this with { OrderId = Text(ref reader) };
        if (reader.ValueTextEquals("accountId"u8)) return this with { AccountId = Text(ref reader) };
        if (reader.ValueTextEquals("activityId"u8)) return this with { ActivityId = Text(ref reader) };
        if (reader.ValueTextEquals("purchaseId"u8)) return this with { PurchaseId = Text(ref reader) };
        if (reader.ValueTextEquals("currency"u8)) return this with { Currency = Text(ref reader) };
        if (reader.ValueTextEquals("amendedAt"u8)) return this with { AmendedAt = Text(ref reader) };
        foreach (var name in Times)
        {
            if (reader.ValueTextEquals(name)) return this with { HappenedAt = Text(ref reader) };
        }

        reader.Read();
        reader.Skip();
        return this;
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        reader.Skip();
        return text;
    }
}
