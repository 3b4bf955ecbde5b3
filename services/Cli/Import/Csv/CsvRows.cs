using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsvHelper;

namespace Ledger.Cli.Import.Csv;

/// <summary>A fact or opening balance made of rows of the file, or the faults of these rows.</summary>
/// <param name="Line">The number of the first of these rows in the file.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Json">The fact or balance; null when it has faults.</param>
/// <param name="Faults">The invalid fields.</param>
internal sealed record CsvItem(long Line, int Rows, JsonObject? Json, IReadOnlyList<CsvFault> Faults);

/// <summary>
/// Reads a CSV file by a map. If members of lines are mapped, consecutive rows that agree in every other member are one order, and a line
/// without a <c>lineId</c> is identified by its place. An opening balance without a key is identified by its content, so that the same file
/// can be imported again.
/// </summary>
internal sealed class CsvRows(CsvMap map)
{
    private readonly CsvMembers members = new(map);

    /// <summary>The items of a file in order; the stream is closed at the end.</summary>
    /// <exception cref="CliFailure">The file is no CSV, or has not the columns of the map.</exception>
    public IEnumerable<CsvItem> Read(Stream input)
    {
        var options = new CsvReaderOptions
        {
            Separator = map.Separator,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Throw,
        };
        using var csv = CsvReader.Create(input, options);
        var columns = Places(Headers(csv));
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        OpenOrder? open = null;
        while (Next(csv))
        {
            var row = RowOf(csv, columns);
            if (!map.HasLines)
            {
                yield return new CsvItem(row.Line, 1, row.Faults.Count > 0 ? null : Keyed(row.Head, seen), row.Faults);
                continue;
            }

            if (open is not null && !open.Takes(row))
            {
                yield return open.End();
                open = null;
            }

            open ??= new OpenOrder(row);
            open.Add(row);
        }

        if (open is not null) yield return open.End();
    }

    private static string[] Headers(CsvReader csv)
    {
        try
        {
            return [.. csv.Headers];
        }
        catch (Exception malformed) when (malformed is CsvFormatException or InvalidDataException)
        {
            throw new CliFailure($"The file is not well-formed CSV: {malformed.Message}");
        }
    }

    private static bool Next(CsvReader csv)
    {
        try
        {
            return csv.Read();
        }
        catch (Exception malformed) when (malformed is CsvFormatException or InvalidDataException)
        {
            throw new CliFailure($"The file is not well-formed CSV: {malformed.Message}");
        }
    }

    private Dictionary<string, int> Places(string[] headers)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (member, column) in map.Columns)
        {
            var place = Array.IndexOf(headers, column.Column);
            if (place < 0)
            {
                throw new CliFailure(
                    $"The file has no column '{column.Column}', which the map names for {member}; it has {string.Join(", ", headers)}.",
                    ExitCode.Usage);
            }

            places.Add(member, place);
        }

        return places;
    }

    private Row RowOf(CsvReader csv, Dictionary<string, int> columns)
    {
        var (head, line, faults) = (new JsonObject(), new JsonObject(), new List<CsvFault>());
        if (!map.IsOfBalances) head["type"] = map.Type;
        foreach (var (member, value) in map.Set ?? new Dictionary<string, JsonElement>())
        {
            Put(member, JsonNode.Parse(value.GetRawText()));
        }

        foreach (var (member, place) in columns)
        {
            var text = place < csv.FieldCount ? csv.GetString(place).Trim() : "";
            var value = members.Read(member, map.Columns[member], text, out var fault);
            if (fault is not null) faults.Add(fault);
            if (value is not null) Put(member, value);
        }

        return new Row(csv.LineNumber, head, line, faults);

        void Put(string member, JsonNode? value)
        {
            if (CsvMap.IsOfLines(member)) line[member[CsvMap.OfLines.Length..]] = value;
            else head[member] = value;
        }
    }

    // Two equal rows are two balances: the number of the row among equal ones distinguishes their keys.
    private JsonObject Keyed(JsonObject balance, Dictionary<string, int> seen)
    {
        if (!map.IsOfBalances || balance.ContainsKey("key")) return balance;
        var members = balance
            .OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => $"{member.Key} {member.Value?.ToJsonString()}");
        var content = string.Join('\n', members);
        var number = seen[content] = seen.GetValueOrDefault(content) + 1;
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{content}\n{number}"));
        balance["key"] = "opening-" + Convert.ToHexStringLower(digest.AsSpan(0, 16));
        return balance;
    }

    /// <summary>One row: the members of the fact, and those of one of its lines.</summary>
    private sealed record Row(long Line, JsonObject Head, JsonObject LineOf, List<CsvFault> Faults);

    /// <summary>The rows of one fact.</summary>
    private sealed class OpenOrder(Row first)
    {
        private readonly JsonArray lines = [];
        private readonly List<CsvFault> faults = [];
        private int rows;

        public bool Takes(Row row) => JsonNode.DeepEquals(first.Head, row.Head);

        public void Add(Row row)
        {
            rows++;
            foreach (var fault in row.Faults)
            {
                faults.Add(row == first ? fault : fault with { Sentence = $"Line {row.Line}: {fault.Sentence}" });
            }

            if (!row.LineOf.ContainsKey("lineId")) row.LineOf["lineId"] = rows.ToString(CultureInfo.InvariantCulture);
            lines.Add((JsonNode)row.LineOf);
        }

        public CsvItem End()
        {
            if (faults.Count > 0) return new CsvItem(first.Line, rows, null, faults);
            var fact = (JsonObject)first.Head.DeepClone();
            fact["lines"] = lines;
            return new CsvItem(first.Line, rows, fact, []);
        }
    }
}
