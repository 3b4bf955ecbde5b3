using System.Globalization;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Host.State.Shapes;
using Ledger.Rules.Domain.Evaluation;

namespace Ledger.Host.State;

/// <summary>Points by month, as the text of <see cref="Months"/>.</summary>
/// <param name="of">The months of one kind of points of an account.</param>
/// <param name="add">Adds the points that were read for a month.</param>
internal sealed class MonthsForm(Func<Measures, MonthCells> of, Action<Measures, int, long> add, bool isRequired)
    : JsonForm<Measures>(isRequired)
{
    public override void Write(Utf8JsonWriter writer, JsonEncodedText name, Measures value)
    {
        var months = of(value);
        if (!IsRequired && months.Count == 0) return;
        writer.WritePropertyName(name);
        Months.Write(writer, months);
    }

    public override Measures Read(ref Utf8JsonReader reader)
    {
        var measures = new Measures();
        foreach (var cell in Months.Read(JsonForms.Text.Read(ref reader))) add(measures, cell.Month, cell.Count);
        return measures;
    }

    public override bool IsSame(Measures a, Measures b) => of(a).SequenceEqual(of(b));
}

/// <summary>The sums of orders by scope, each scope's months as the text of <see cref="Months"/>.</summary>
internal sealed class ScopesForm() : JsonForm<Measures>(isRequired: true)
{
    public override void Write(Utf8JsonWriter writer, JsonEncodedText name, Measures value)
    {
        writer.WriteStartObject(name);
        foreach (var scope in value.Scopes)
        {
            writer.WritePropertyName(scope);
            Months.Write(writer, value.Months(scope));
        }

        writer.WriteEndObject();
    }

    public override Measures Read(ref Utf8JsonReader reader)
    {
        var measures = new Measures();
        JsonNames.Start(ref reader);
        while (JsonNames.Next(ref reader) is { } scope)
        {
            measures.Know(scope);
            foreach (var cell in Months.Read(JsonForms.Text.Read(ref reader))) measures.Add(scope, cell.Month, cell.Net, cell.Count);
        }

        return measures;
    }

    public override bool IsSame(Measures a, Measures b) =>
        a.Scopes.Count == b.Scopes.Count && a.Scopes.All(scope => b.Knows(scope) && a.Months(scope).SequenceEqual(b.Months(scope)));
}

/// <summary>
/// Sums by month as text, such as "24134 99.50 2;": month (year × 12 + month − 1), net and number of orders. JSON members would mostly
/// consist of names.
/// </summary>
internal static class Months
{
    public static void Write(Utf8JsonWriter writer, MonthCells cells)
    {
        Span<char> text = stackalloc char[128];
        for (var i = 0; i < cells.Count; i++)
        {
            var cell = cells[i];
            if (text.TryWrite(CultureInfo.InvariantCulture, $"{cell.Month} {cell.Net} {cell.Count};", out var length))
            {
                writer.WriteStringValueSegment(text[..length], isFinalSegment: false);
            }
            else
            {
                var longer = string.Create(CultureInfo.InvariantCulture, $"{cell.Month} {cell.Net} {cell.Count};");
                writer.WriteStringValueSegment(longer, isFinalSegment: false);
            }
        }

        writer.WriteStringValueSegment(ReadOnlySpan<char>.Empty, isFinalSegment: true);
    }

    public static IEnumerable<MonthCell> Read(string text)
    {
        foreach (var cell in text.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = cell.Split(' ');
            yield return new MonthCell(
                int.Parse(parts[0], CultureInfo.InvariantCulture), Exact.Parse(parts[1]),
                long.Parse(parts[2], CultureInfo.InvariantCulture));
        }
    }
}
