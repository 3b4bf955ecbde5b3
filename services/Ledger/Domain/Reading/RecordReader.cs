using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Ledger.Contracts.V1;
using Ledger.Domain.Orders;
using Ledger.Rules.Domain.Program.Parsing;

namespace Ledger.Domain.Reading;

/// <summary>
/// Reads a record of the contract from JSON, whatever transport brought it. At each value it knows the member that is expected and its
/// type, so a refusal has the value's path, a specific code and a sentence (domain.md §2).
/// </summary>
public static class RecordReader
{
    /// <summary>Reads a record; null, with a refusal, when it cannot be read.</summary>
    /// <param name="json">One JSON value.</param>
    /// <param name="known">The members that the transport knows.</param>
    /// <param name="refusal">Why there is no record; null when there is one.</param>
    public static T? Read<T>(ReadOnlySpan<byte> json, KnownMembers known, out Outcome? refusal)
        where T : class => (T?)Read(json, typeof(T), known, null, out refusal);

    /// <inheritdoc cref="Read{T}"/>
    /// <param name="json">One JSON value.</param>
    /// <param name="type">The record's type.</param>
    /// <param name="known">The members that the transport knows.</param>
    /// <param name="ignored">The name of a member that the JSON may have although the record has not; null: none.</param>
    /// <param name="refusal">Why there is no record; null when there is one.</param>
    public static object? Read(ReadOnlySpan<byte> json, Type type, KnownMembers known, string? ignored, out Outcome? refusal)
    {
        ArgumentNullException.ThrowIfNull(known);
        if (JsonSyntax.FaultOf(json) is { } fault)
        {
            refusal = Outcome.Reject(Refusals.MalformedJson, fault);
            return null;
        }

        var walk = new Walk(json, known, ignored);
        refusal = walk.TryRead(RecordShape.Of(type), out var record) ? null : walk.Refusal;
        return record;
    }

    /// <summary>The kind of the token at the reader, in the words of a refusal.</summary>
    internal static string NameOf(JsonTokenType token) => token switch
    {
        JsonTokenType.Null => "null",
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Number => "a number",
        JsonTokenType.String => "text",
        JsonTokenType.StartArray => "a list",
        _ => "an object",
    };

    /// <summary>
    /// Reads the text that the reader stands on. False when it is not valid text; <c>fault</c> then says why, as the end of a sentence.
    /// </summary>
    internal static bool TryText(ref Utf8JsonReader reader, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? fault)
    {
        (text, fault) = (null, null);
        if (!Utf8.IsValid(reader.ValueSpan))
        {
            fault = "holds bytes that are not UTF-8";
            return false;
        }

        try
        {
            text = RepeatedTexts.Read(ref reader);
            return true;
        }
        catch (InvalidOperationException)
        {
            // The bytes are valid UTF-8, so an escape must be what is at fault.
            fault = "holds half of a surrogate pair";
            return false;
        }
    }

    /// <summary>
    /// One walk over valid JSON. The path of a fault is built while the calls return, so that reading without faults costs nothing for it.
    /// </summary>
    private ref struct Walk(ReadOnlySpan<byte> json, KnownMembers known, string? ignored)
    {
        private const string NoInstant = " is no time with an offset, like 2011-03-08T00:00:00Z.";

        private Utf8JsonReader reader = new(json);
        private string path = "";
        private string code = "";
        private string sentence = "";

        public readonly Outcome Refusal => Outcome.Reject(code, $"${path}{sentence}");

        public bool TryRead(RecordShape shape, [NotNullWhen(true)] out object? record)
        {
            reader.Read();
            return TryRecord(shape, known, ignored, out record);
        }

        private bool TryRecord(RecordShape shape, KnownMembers given, string? skipped, [NotNullWhen(true)] out object? record)
        {
            record = null;
            if (reader.TokenType != JsonTokenType.StartObject) return Wrong("an object");
            var values = new object?[shape.Members.Count];
            Span<bool> seen = stackalloc bool[shape.Members.Count];
            var isSkippedSeen = false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var at = IndexOf(shape.Members);
                if (at < 0)
                {
                    if (!TryText(ref reader, out var name, out var fault))
                    {
                        return Fail(Refusals.MalformedText, $" has a member whose name {fault}.");
                    }
                    if (name != skipped) return Fail(Refusals.UnknownField, ": there is no such member.", JsonPath.Member(name));
                    if (isSkippedSeen) return Fail(Refusals.UnknownField, " is there twice.", JsonPath.Member(name));
                    isSkippedSeen = true;
                    reader.Read();
                    reader.Skip();
                    continue;
                }

                var member = shape.Members[at];
                if (seen[at]) return Fail(Refusals.UnknownField, " is there twice.", "." + member.Name);
                if (given.Caller.ContainsKey(member.Name))
                {
                    return Fail(Refusals.UnknownField, ": who asks is who calls.", "." + member.Name);
                }
                seen[at] = true;
                reader.Read();
                if (!TryValue(member, out values[at])) return Within("." + member.Name);
                if (given.Address.TryGetValue(member.Name, out var said) && !IsSaid(member, said, values[at]))
                {
                    return Fail(Refusals.InvalidValue, " is not what the address says.", "." + member.Name);
                }
            }

            for (var i = 0; i < values.Length; i++)
            {
                if (seen[i]) continue;
                var member = shape.Members[i];
                if (given.Of(member.Name) is { } text)
                {
                    if (!TryKnown(member, text, out values[i])) return Fail(Refusals.InvalidValue, NoInstant, "." + member.Name);
                    continue;
                }

                values[i] = member.Default;
                if (values[i] is null && member.IsRequired) return Fail(Refusals.InvalidValue, " is missing.", "." + member.Name);
            }

            record = shape.Make(values);
            return true;
        }

        // A transport knows members as texts only, even when the member is a time.
        private static bool TryKnown(RecordMember member, string text, out object? value)
        {
            value = text;
            if (member.Kind != ValueKind.Instant) return true;
            value = InstantJsonConverter.TryParse(text, out var instant) ? instant : null;
            return value is not null;
        }

        private static bool IsSaid(RecordMember member, string said, object? value) =>
            TryKnown(member, said, out var known) && known!.Equals(value);

        private int IndexOf(IReadOnlyList<RecordMember> members)
        {
            // A name with an invalid escape matches no member, and comparing it would throw.
            if (reader.ValueIsEscaped && !TryText(ref reader, out _, out _)) return -1;
            for (var i = 0; i < members.Count; i++)
            {
                if (reader.ValueTextEquals(members[i].NameUtf8)) return i;
            }

            return -1;
        }

        private bool TryValue(RecordMember member, out object? value)
        {
            value = null;
            if (member.IsNullable && reader.TokenType == JsonTokenType.Null) return true;
            switch (member.Kind)
            {
                case ValueKind.Text:
                    if (reader.TokenType != JsonTokenType.String) return Wrong("text");
                    if (!TryText(ref reader, out var text, out var fault)) return Fail(Refusals.MalformedText, $" {fault}.");
                    value = text;
                    return true;
                case ValueKind.Instant: return TryInstant(out value);
                case ValueKind.Amount: return TryAmount(out value);
                case ValueKind.WholeNumber: return TryWhole(member.Type, out value);
                case ValueKind.Texts: return TryTexts(out value);
                default: return TryRecords(member.Item!, out value);
            }
        }

        private bool TryInstant(out object? value)
        {
            value = null;
            if (reader.TokenType != JsonTokenType.String) return Wrong("a time");
            if (!TryText(ref reader, out _, out var fault)) return Fail(Refusals.MalformedText, $" {fault}.");
            if (!InstantJsonConverter.TryRead(ref reader, out var instant))
            {
                return Fail(Refusals.InvalidValue, NoInstant);
            }

            value = instant;
            return true;
        }

        private bool TryAmount(out object? value)
        {
            value = null;
            if (reader.TokenType != JsonTokenType.Number) return Wrong("a number");
            if (!AmountJsonConverter.TryRead(ref reader, out var amount))
            {
                var raw = Encoding.ASCII.GetString(reader.ValueSpan);
                if (raw.Length > 40) raw = raw[..40] + "…";
                return Fail(Refusals.NumberOutOfRange, $": {AmountJsonConverter.OutOfRange}; this one is {raw}.");
            }

            value = amount;
            return true;
        }

        private bool TryWhole(Type type, out object? value)
        {
            value = null;
            if (reader.TokenType != JsonTokenType.Number) return Wrong("a whole number");
            if (type == typeof(int) && reader.TryGetInt32(out var small)) value = small;
            else if (type == typeof(long) && reader.TryGetInt64(out var large)) value = large;
            else
            {
                var max = type == typeof(int) ? int.MaxValue : long.MaxValue;
                var rule = string.Create(
                    CultureInfo.InvariantCulture, $" is a whole number of at most {max}, written without a point or an exponent.");
                return Fail(Refusals.InvalidValue, rule);
            }

            return true;
        }

        private bool TryTexts(out object? value)
        {
            value = null;
            if (reader.TokenType != JsonTokenType.StartObject) return Wrong("an object whose members are texts");
            var texts = new Dictionary<string, string>();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (!TryText(ref reader, out var name, out var fault))
                {
                    return Fail(Refusals.MalformedText, $" has a member whose name {fault}.");
                }
                reader.Read();
                if (reader.TokenType != JsonTokenType.String) return Wrong("text", JsonPath.Member(name));
                if (!TryText(ref reader, out var text, out fault)) return Fail(Refusals.MalformedText, $" {fault}.", JsonPath.Member(name));
                if (!texts.TryAdd(name, text)) return Fail(Refusals.UnknownField, " is there twice.", JsonPath.Member(name));
            }

            value = texts;
            return true;
        }

        private bool TryRecords(RecordShape shape, out object? value)
        {
            value = null;
            if (reader.TokenType != JsonTokenType.StartArray) return Wrong("a list");
            var records = new List<object>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (!TryRecord(shape, KnownMembers.None, null, out var record)) return Within(JsonPath.Item("", records.Count));
                records.Add(record);
            }

            var list = Array.CreateInstance(shape.Type, records.Count);
            for (var i = 0; i < records.Count; i++) list.SetValue(records[i], i);
            value = list;
            return true;
        }

        private bool Wrong(string expected, string step = "") =>
            Fail(Refusals.InvalidValue, $" is {expected}, not {NameOf(reader.TokenType)}.", step);

        private bool Fail(string refusal, string end, string step = "")
        {
            (code, sentence, path) = (refusal, end, step);
            return false;
        }

        private bool Within(string step)
        {
            path = step + path;
            return false;
        }
    }
}
