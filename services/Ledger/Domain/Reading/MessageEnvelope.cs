using System.Text.Json;
using Ledger.Domain.Orders;

namespace Ledger.Domain.Reading;

/// <summary>What this service needs of the envelope that MassTransit puts around a message.</summary>
/// <param name="Types">Names of the message's types without their namespace, the most derived first.</param>
/// <param name="Message">Where in the body the message stands; null when there is none.</param>
/// <param name="ResponseAddress">The address to answer to; null when no answer is expected.</param>
/// <param name="RequestId">The id that the answer repeats as its request id; null: none.</param>
/// <param name="ConversationId">The id that the answer repeats as its conversation id; null: none.</param>
public sealed record MessageEnvelope(
    IReadOnlyList<string> Types, Range Message, string? ResponseAddress, string? RequestId, string? ConversationId)
{
    /// <summary>The refusal's sentence for a message of another type.</summary>
    public const string Untyped = "The message is of no type that this queue takes.";

    private const string Urn = "urn:message:Ledger.Contracts.V1:";

    /// <summary>
    /// The deepest nesting of a message, in levels: more than that of a fact alone, because the fact stands in a batch and in the envelope.
    /// </summary>
    private const int DepthMax = 64;

    /// <summary>Reads an envelope; null, with a refusal, when the body is not one.</summary>
    public static MessageEnvelope? Read(ReadOnlySpan<byte> body, out Outcome? refusal)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = DepthMax });
        var types = new List<string>();
        string? response = null, request = null, conversation = null;
        int? begin = null, end = null;
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return Refuse(Refusals.InvalidValue, "A message is an envelope of MassTransit: a JSON object.", out refusal);
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = RecordReader.TryText(ref reader, out var text, out _) ? text : "";
                reader.Read();
                switch (name)
                {
                    case "message" when begin is not null:
                        return Refuse(Refusals.UnknownField, "message is twice in the envelope.", out refusal);
                    case "message":
                        begin = (int)reader.TokenStartIndex;
                        break;
                    case "messageType" when reader.TokenType == JsonTokenType.StartArray:
                        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                        {
                            if (TextOf(ref reader) is { } type && type.StartsWith(Urn, StringComparison.Ordinal))
                            {
                                types.Add(type[Urn.Length..]);
                            }
                            reader.Skip();
                        }

                        break;
                    case "responseAddress": response = TextOf(ref reader); break;
                    case "requestId": request = TextOf(ref reader); break;
                    case "conversationId": conversation = TextOf(ref reader); break;
                }

                reader.Skip();
                if (name == "message") end = (int)reader.BytesConsumed;
            }

            while (reader.Read())
            {
                // The reader throws when anything stands behind the object.
            }
        }
        catch (JsonException)
        {
            // A fault within the message is reported by its place in the message, as it would be over HTTP.
            var within = begin is { } at && end is null ? JsonSyntax.FaultOf(body[at..], DepthMax) : null;
            return Refuse(Refusals.MalformedJson, within ?? JsonSyntax.FaultOf(body, DepthMax) ?? "The message is not JSON.", out refusal);
        }

        if (begin is null || types.Count == 0) return Refuse(Refusals.UnknownFactType, Untyped, out refusal);
        refusal = null;
        return new MessageEnvelope(types, begin.Value..end!.Value, response, request, conversation);
    }

    /// <summary>The first of the message's types that is among some names; null when none is.</summary>
    public string? TypeAmong(IEnumerable<string> names) => Types.FirstOrDefault(names.Contains);

    private static string? TextOf(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && RecordReader.TryText(ref reader, out var text, out _) ? text : null;

    private static MessageEnvelope? Refuse(string code, string sentence, out Outcome? refusal)
    {
        refusal = Outcome.Reject(code, sentence);
        return null;
    }
}
