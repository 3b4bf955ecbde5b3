using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;
using Ledger.Contracts.V1;
using Ledger.Domain.Orders;

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
    /// <param name="discriminator">A member that the JSON may have although the record has not; null: none.</param>
    /// <param name="refusal">Why there is no record; null when there is one.</param>
    public static object? Read(
        ReadOnlySpan<byte> json, Type type, KnownMembers known, TypeDiscriminator? discriminator, out Outcome? refusal)
    {
        ArgumentNullException.ThrowIfNull(known);
        var walk = new RecordWalk(json, known, discriminator);
        try
        {
            if (walk.TryRead(RecordShape.Of(type), out var record))
            {
                refusal = null;
                return record;
            }
        }
        catch (JsonException)
        {
            // The fault in the syntax is told below, with its place.
        }

        // A fault in the syntax is the refusal even where the walk found another fault before it.
        refusal = JsonSyntax.FaultOf(json) is { } fault ? Outcome.Reject(Refusals.MalformedJson, fault) : walk.Refusal;
        return null;
    }

    /// <summary>Reads a record; null when it cannot be read, without finding out why.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    internal static object? TryRead(ReadOnlySpan<byte> json, Type type, KnownMembers known, TypeDiscriminator? discriminator) =>
        new RecordWalk(json, known, discriminator).TryRead(RecordShape.Of(type), out var record) ? record : null;

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

    /// <summary>Which of some names is that of the member that the reader stands on; -1: none of them.</summary>
    /// <param name="reader">Stands on a member's name.</param>
    /// <param name="names">The names in UTF-8.</param>
    /// <param name="from">The name to compare first: members mostly come in the contract's order.</param>
    internal static int IndexOf(ref Utf8JsonReader reader, byte[][] names, int from = 0)
    {
        // A name with an invalid escape matches no member, and comparing it would throw.
        if (reader.ValueIsEscaped && !TryText(ref reader, out _, out _)) return -1;
        for (var i = 0; i < names.Length; i++)
        {
            var at = from + i < names.Length ? from + i : from + i - names.Length;
            if (reader.ValueTextEquals(names[at])) return at;
        }

        return -1;
    }

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

    /// <summary>Checks the text that the reader stands on without making a string of it, where it has no escapes.</summary>
    internal static bool IsText(ref Utf8JsonReader reader, [NotNullWhen(false)] out string? fault)
    {
        fault = null;
        return (!reader.ValueIsEscaped && Utf8.IsValid(reader.ValueSpan)) || TryText(ref reader, out _, out fault);
    }
}
