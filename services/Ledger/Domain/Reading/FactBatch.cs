using System.Globalization;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain.Orders;
using Ledger.Rules.Domain.Program.Parsing;

namespace Ledger.Domain.Reading;

/// <summary>Finds where each fact of a <see cref="SubmitOrders"/> message stands, so that each is read and refused on its own.</summary>
public static class FactBatch
{
    /// <summary>Finds the facts of a message. Null when the message as a whole is refused; then none of its facts is taken.</summary>
    /// <param name="message">Valid JSON: the caller has checked the syntax.</param>
    /// <param name="refusal">Set when the message as a whole is refused.</param>
    public static IReadOnlyList<Range>? Find(ReadOnlySpan<byte> message, out Outcome? refusal)
    {
        var facts = new List<Range>();
        var isThere = false;
        var reader = new Utf8JsonReader(message);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return Refuse(Refusals.InvalidValue, $"$ is an object, not {RecordReader.NameOf(reader.TokenType)}.", out refusal);
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!RecordReader.TryText(ref reader, out var name, out var fault))
            {
                return Refuse(Refusals.MalformedText, $"$ has a member whose name {fault}.", out refusal);
            }

            if (name != "facts") return Refuse(Refusals.UnknownField, $"${JsonPath.Member(name)}: there is no such member.", out refusal);
            if (isThere) return Refuse(Refusals.UnknownField, "$.facts is there twice.", out refusal);
            isThere = true;
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                return Refuse(Refusals.InvalidValue, $"$.facts is a list, not {RecordReader.NameOf(reader.TokenType)}.", out refusal);
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var begin = (int)reader.TokenStartIndex;
                reader.Skip();
                facts.Add(begin..(int)reader.BytesConsumed);
            }
        }

        if (!isThere) return Refuse(Refusals.InvalidValue, "$.facts is missing.", out refusal);
        if (facts.Count > SubmitOrders.FactsMax)
        {
            var sentence = string.Create(
                CultureInfo.InvariantCulture, $"A message carries at most {SubmitOrders.FactsMax} facts; this one has {facts.Count}.");
            return Refuse(Refusals.TooLarge, sentence, out refusal);
        }

        refusal = null;
        return facts;
    }

    private static IReadOnlyList<Range>? Refuse(string code, string sentence, out Outcome? refusal)
    {
        refusal = Outcome.Reject(code, sentence);
        return null;
    }
}
