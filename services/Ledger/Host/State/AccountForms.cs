using System.Collections.Immutable;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Host.State.Shapes;
using Ledger.Rules.Domain.Evaluation;

namespace Ledger.Host.State;

/// <summary>
/// A rebate period as <c>[rebate, period, start, end, firstMonth, monthCount, scope, programVersion]</c>: an array, because member names
/// would be most of the text.
/// </summary>
internal sealed class PeriodForm() : JsonForm<RebatePeriodOpened>(isRequired: true)
{
    public override void Write(Utf8JsonWriter writer, JsonEncodedText name, RebatePeriodOpened value)
    {
        writer.WriteStartArray(name);
        writer.WriteStringValue(value.Rebate);
        writer.WriteStringValue(value.Period);
        writer.WriteStringValue(value.Start.UtcDateTime);
        writer.WriteStringValue(value.End.UtcDateTime);
        writer.WriteNumberValue(value.FirstMonth);
        writer.WriteNumberValue(value.MonthCount);
        writer.WriteStringValue(value.Scope);
        writer.WriteNumberValue(value.ProgramVersion);
        writer.WriteEndArray();
    }

    public override RebatePeriodOpened Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw Wrong();
        var (rebate, period) = (Next(ref reader).GetString()!, Next(ref reader).GetString()!);
        var (start, end) = (Next(ref reader).GetDateTimeOffset(), Next(ref reader).GetDateTimeOffset());
        var (firstMonth, monthCount) = (Next(ref reader).GetInt32(), Next(ref reader).GetInt32());
        var (scope, programVersion) = (Next(ref reader).GetString()!, Next(ref reader).GetInt32());
        if (Next(ref reader).TokenType != JsonTokenType.EndArray) throw Wrong();
        return new RebatePeriodOpened(rebate, period, programVersion, firstMonth, monthCount, start, end, scope);
    }

    private static ref Utf8JsonReader Next(ref Utf8JsonReader reader)
    {
        if (!reader.Read()) throw Wrong();
        return ref reader;
    }

    private static JsonException Wrong() =>
        new("A rebate period is [rebate, period, start, end, firstMonth, monthCount, scope, programVersion].");
}

/// <summary>Counts by name, in ordinal order; absent when there are none.</summary>
internal sealed class CountsForm : JsonForm<ImmutableSortedDictionary<string, long>>
{
    public override void Write(Utf8JsonWriter writer, JsonEncodedText name, ImmutableSortedDictionary<string, long> value)
    {
        if (value.IsEmpty) return;
        writer.WriteStartObject(name);
        foreach (var (each, count) in value) writer.WriteNumber(each, count);
        writer.WriteEndObject();
    }

    public override ImmutableSortedDictionary<string, long> Read(ref Utf8JsonReader reader)
    {
        var counts = ImmutableSortedDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        JsonNames.Start(ref reader);
        while (JsonNames.Next(ref reader) is { } name) counts.Add(name, reader.GetInt64());
        return counts.ToImmutable();
    }

    public override bool IsSame(ImmutableSortedDictionary<string, long> a, ImmutableSortedDictionary<string, long> b) => a.SequenceEqual(b);
}

/// <summary>The account that each alias was merged into, by the alias's id; absent when there are no aliases.</summary>
internal sealed class AliasesForm : JsonForm<IReadOnlyCollection<Alias>>
{
    public override void Write(Utf8JsonWriter writer, JsonEncodedText name, IReadOnlyCollection<Alias> value)
    {
        if (value.Count == 0) return;
        writer.WriteStartObject(name);
        foreach (var alias in value) writer.WriteString(alias.Id, alias.Into);
        writer.WriteEndObject();
    }

    public override IReadOnlyCollection<Alias> Read(ref Utf8JsonReader reader)
    {
        var aliases = new List<Alias>();
        JsonNames.Start(ref reader);
        while (JsonNames.Next(ref reader) is { } id) aliases.Add(new Alias(id, JsonForms.Text.Read(ref reader), new Measures()));
        return aliases;
    }

    public override bool IsSame(IReadOnlyCollection<Alias> a, IReadOnlyCollection<Alias> b) =>
        a.Select(alias => (alias.Id, alias.Into)).ToHashSet().SetEquals(b.Select(alias => (alias.Id, alias.Into)));
}

/// <summary>The sums of each alias's orders, by the alias's id; absent when there are no aliases.</summary>
internal sealed class AliasMeasuresForm : JsonForm<IReadOnlyCollection<Alias>>
{
    private static readonly ScopesForm Scopes = new();

    public override void Write(Utf8JsonWriter writer, JsonEncodedText name, IReadOnlyCollection<Alias> value)
    {
        if (value.Count == 0) return;
        writer.WriteStartObject(name);
        foreach (var alias in value) Scopes.Write(writer, JsonEncodedText.Encode(alias.Id, Wire.Options.Encoder), alias.Measures);
        writer.WriteEndObject();
    }

    public override IReadOnlyCollection<Alias> Read(ref Utf8JsonReader reader)
    {
        var aliases = new List<Alias>();
        JsonNames.Start(ref reader);
        while (JsonNames.Next(ref reader) is { } id) aliases.Add(new Alias(id, "", Scopes.Read(ref reader)));
        return aliases;
    }

    public override bool IsSame(IReadOnlyCollection<Alias> a, IReadOnlyCollection<Alias> b)
    {
        var others = b.ToDictionary(alias => alias.Id, alias => alias.Measures);
        return a.Count == b.Count
            && a.All(alias => others.TryGetValue(alias.Id, out var other) && Scopes.IsSame(alias.Measures, other));
    }
}
