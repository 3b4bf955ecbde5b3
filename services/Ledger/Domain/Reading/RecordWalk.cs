using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain.Orders;
using Ledger.Rules.Domain.Program.Parsing;

namespace Ledger.Domain.Reading;

/// <summary>
/// One walk over JSON; its reader throws a <see cref="JsonException"/> at a fault in the syntax. The path of any other fault is built
/// while the calls return, so that reading without faults costs nothing for it.
/// </summary>
internal ref struct RecordWalk(ReadOnlySpan<byte> json, KnownMembers known, TypeDiscriminator? discriminator)
{
    private const string NoInstant = " is no time with an offset, like 2011-03-08T00:00:00Z.";
    private const int ItemsRented = 32;

    private Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = JsonSyntax.DepthMax });
    private string path = "";
    private string code = "";
    private string sentence = "";

    public readonly Outcome Refusal => Outcome.Reject(code, $"${path}{sentence}");

    public bool TryRead(RecordShape shape, [NotNullWhen(true)] out object? record)
    {
        reader.Read();
        if (!TryRecord(shape, known, discriminator, out record)) return false;
        // The reader throws when anything stands behind the record.
        reader.Read();
        return true;
    }

    private bool TryRecord(RecordShape shape, KnownMembers? given, TypeDiscriminator? expected, [NotNullWhen(true)] out object? record)
    {
        var values = ArrayPool<MemberValue>.Shared.Rent(shape.Members.Length);
        try
        {
            record = TryMembers(shape, given, expected, values) ? shape.Make(values) : null;
            return record is not null;
        }
        finally
        {
            ArrayPool<MemberValue>.Shared.Return(values, clearArray: true);
        }
    }

    // The members that the transport knows are null for an item of a list: only the record itself has such members.
    private bool TryMembers(RecordShape shape, KnownMembers? given, TypeDiscriminator? expected, MemberValue[] values)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return Wrong("an object");
        var members = shape.Members;
        Span<bool> seen = stackalloc bool[members.Length];
        var isDiscriminatorSeen = false;
        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var at = RecordReader.IndexOf(ref reader, shape.Names, next);
            if (at < 0)
            {
                if (!RecordReader.TryText(ref reader, out var name, out var fault))
                {
                    return Fail(Refusals.MalformedText, $" has a member whose name {fault}.");
                }
                if (expected is not { } ofType || ofType.Name != name)
                {
                    return Fail(Refusals.UnknownField, ": there is no such member.", JsonPath.Member(name));
                }
                if (isDiscriminatorSeen) return Fail(Refusals.UnknownField, " is there twice.", JsonPath.Member(name));
                isDiscriminatorSeen = true;
                if (!TryDiscriminator(ofType)) return false;
                continue;
            }

            var member = members[at];
            if (seen[at]) return Fail(Refusals.UnknownField, " is there twice.", "." + member.Name);
            if (given is not null && given.Caller.ContainsKey(member.Name))
            {
                return Fail(Refusals.UnknownField, ": who asks is who calls.", "." + member.Name);
            }
            seen[at] = true;
            next = at + 1;
            reader.Read();
            if (!TryValue(member, out values[at])) return Within("." + member.Name);
            if (given is not null && given.Address.TryGetValue(member.Name, out var said) && !IsSaid(member, said, values[at]))
            {
                return Fail(Refusals.InvalidValue, " is not what the address says.", "." + member.Name);
            }
        }

        for (var i = 0; i < members.Length; i++)
        {
            if (seen[i]) continue;
            var member = members[i];
            if (given?.Of(member.Name) is { } text)
            {
                if (!TryKnown(member, text, out values[i])) return Fail(Refusals.InvalidValue, NoInstant, "." + member.Name);
                continue;
            }

            if (member.IsRequired) return Fail(Refusals.InvalidValue, " is missing.", "." + member.Name);
            values[i] = member.Default;
        }

        return true;
    }

    private bool TryDiscriminator(TypeDiscriminator discriminator)
    {
        reader.Read();
        return (reader.TokenType == JsonTokenType.String && RecordReader.IsText(ref reader, out _)
                && reader.ValueTextEquals(discriminator.Text))
            || Fail(Refusals.InvalidValue, discriminator.Rule, JsonPath.Member(discriminator.Name));
    }

    // A transport knows members as texts only, even when the member is a time.
    private static bool TryKnown(RecordMember member, string text, out MemberValue value)
    {
        if (member.Kind != ValueKind.Instant)
        {
            value = MemberValue.Of(text);
            return true;
        }

        var isInstant = InstantJsonConverter.TryParse(text, out var instant);
        value = MemberValue.Of(instant);
        return isInstant;
    }

    private static bool IsSaid(RecordMember member, string said, in MemberValue value) =>
        TryKnown(member, said, out var known) && known == value;

    private bool TryValue(RecordMember member, out MemberValue value)
    {
        value = default;
        if (member.IsNullable && reader.TokenType == JsonTokenType.Null) return true;
        switch (member.Kind)
        {
            case ValueKind.Text:
                if (reader.TokenType != JsonTokenType.String) return Wrong("text");
                if (!RecordReader.TryText(ref reader, out var text, out var fault)) return Fail(Refusals.MalformedText, $" {fault}.");
                value = MemberValue.Of(text);
                return true;
            case ValueKind.Instant: return TryInstant(out value);
            case ValueKind.Amount: return TryAmount(out value);
            case ValueKind.WholeNumber: return TryWhole(member.Type, out value);
            case ValueKind.Texts: return TryTexts(out value);
            default: return TryRecords(member.Item!, out value);
        }
    }

    private bool TryInstant(out MemberValue value)
    {
        value = default;
        if (reader.TokenType != JsonTokenType.String) return Wrong("a time");
        if (!RecordReader.IsText(ref reader, out var fault)) return Fail(Refusals.MalformedText, $" {fault}.");
        if (!InstantJsonConverter.TryRead(ref reader, out var instant)) return Fail(Refusals.InvalidValue, NoInstant);
        value = MemberValue.Of(instant);
        return true;
    }

    private bool TryAmount(out MemberValue value)
    {
        value = default;
        if (reader.TokenType != JsonTokenType.Number) return Wrong("a number");
        if (!AmountJsonConverter.TryRead(ref reader, out var amount))
        {
            var raw = Encoding.ASCII.GetString(reader.ValueSpan);
            if (raw.Length > 40) raw = raw[..40] + "…";
            return Fail(Refusals.NumberOutOfRange, $": {AmountJsonConverter.OutOfRange}; this one is {raw}.");
        }

        value = MemberValue.Of(amount);
        return true;
    }

    private bool TryWhole(Type type, out MemberValue value)
    {
        value = default;
        if (reader.TokenType != JsonTokenType.Number) return Wrong("a whole number");
        var max = type == typeof(int) ? int.MaxValue : long.MaxValue;
        var min = type == typeof(int) ? int.MinValue : long.MinValue;
        if (!reader.TryGetInt64(out var whole) || whole > max || whole < min)
        {
            var rule = string.Create(
                CultureInfo.InvariantCulture, $" is a whole number of at most {max}, written without a point or an exponent.");
            return Fail(Refusals.InvalidValue, rule);
        }

        value = MemberValue.Of(whole);
        return true;
    }

    private bool TryTexts(out MemberValue value)
    {
        value = default;
        if (reader.TokenType != JsonTokenType.StartObject) return Wrong("an object whose members are texts");
        var texts = new Dictionary<string, string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!RecordReader.TryText(ref reader, out var name, out var fault))
            {
                return Fail(Refusals.MalformedText, $" has a member whose name {fault}.");
            }
            reader.Read();
            if (reader.TokenType != JsonTokenType.String) return Wrong("text", JsonPath.Member(name));
            if (!RecordReader.TryText(ref reader, out var text, out fault))
            {
                return Fail(Refusals.MalformedText, $" {fault}.", JsonPath.Member(name));
            }
            if (!texts.TryAdd(name, text)) return Fail(Refusals.UnknownField, " is there twice.", JsonPath.Member(name));
        }

        value = MemberValue.Of(texts);
        return true;
    }

    private bool TryRecords(RecordShape shape, out MemberValue value)
    {
        value = default;
        if (reader.TokenType != JsonTokenType.StartArray) return Wrong("a list");
        var records = ArrayPool<object>.Shared.Rent(ItemsRented);
        try
        {
            var count = 0;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (!TryRecord(shape, null, null, out var record)) return Within(JsonPath.Item("", count));
                if (count == records.Length) records = Larger(records);
                records[count++] = record;
            }

            var list = Array.CreateInstance(shape.Type, count);
            Array.Copy(records, list, count);
            value = MemberValue.Of(list);
            return true;
        }
        finally
        {
            ArrayPool<object>.Shared.Return(records, clearArray: true);
        }
    }

    private static object[] Larger(object[] full)
    {
        var larger = ArrayPool<object>.Shared.Rent(2 * full.Length);
        full.CopyTo(larger, 0);
        ArrayPool<object>.Shared.Return(full, clearArray: true);
        return larger;
    }

    private bool Wrong(string expected, string step = "") =>
        Fail(Refusals.InvalidValue, $" is {expected}, not {RecordReader.NameOf(reader.TokenType)}.", step);

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
