using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using MiniExcelLibs;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections;

/// <summary>Compares the formats of a report.</summary>
internal static class ReportRows
{
    /// <summary>The lines of a spreadsheet: the cells by the names of the first line.</summary>
    public static List<IDictionary<string, object?>> OfSheet(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return [.. stream.Query(useHeaderRow: true).Cast<IDictionary<string, object?>>()];
    }

    /// <summary>The names of the first line of a spreadsheet, and the names in CSV.</summary>
    public static List<string> HeaderOf(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return [.. stream.Query(useHeaderRow: false).Cast<IDictionary<string, object?>>().First().Values.Select(name => (string)name!)];
    }

    /// <summary>The innermost lines of an answer's list, each with the members of the objects around it.</summary>
    public static List<Dictionary<string, JsonElement>> OfJson(JsonElement answer, string list)
    {
        var lines = new List<Dictionary<string, JsonElement>>();
        Collect(answer, [], list, lines);
        return lines;
    }

    /// <summary>
    /// Requests a report in all formats and compares every cell; the table's cells must be those of CSV. Returns the lines of CSV.
    /// </summary>
    /// <param name="path">From the program on, without an ending: <c>reports/liability?minPosition=3</c>.</param>
    /// <param name="list">The member that lists the lines in JSON.</param>
    public static async Task<List<string[]>> AgreeAsync(this ProjectionsApp app, string path, string list)
    {
        var (address, query) = path.Split('?') is [var before, var after] ? (before, $"?{after}") : (path, "");
        var json = OfJson(await app.GetAsync($"/v1/programs/acme/{address}{query}"), list);
        var csv = (await app.Client.GetStringAsync($"/v1/programs/acme/{address}.csv{query}"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(FieldsOf).ToList();
        var file = await app.Client.GetByteArrayAsync($"/v1/programs/acme/{address}.xlsx{query}");
        var sheet = OfSheet(file);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/programs/acme/{address}{query}");
        request.Headers.Accept.ParseAdd("application/vnd.ledger.table+json");
        using var answer = await app.Client.SendAsync(request);
        var table = (await answer.Content.ReadFromJsonAsync<ReportTableAnswer>(Wire.Options))!;
        Assert.That(table.Columns.Select(column => column.Name), Is.EqualTo(csv[0]), path);
        Assert.That(table.Lines, Is.EqualTo(csv.Skip(1)), path);
        Assert.That(HeaderOf(file), Is.EqualTo(csv[0]), path);
        Assert.That((csv.Count - 1, sheet.Count), Is.EqualTo((json.Count, json.Count)), path);
        for (var i = 0; i < json.Count; i++)
        {
            foreach (var (name, field) in csv[0].Zip(csv[i + 1])) Agree($"{path} {i} {name}", json[i], name, field, sheet[i][name]);
        }

        return csv;
    }

    private static void Agree(string where, Dictionary<string, JsonElement> line, string name, string field, object? cell)
    {
        if (!line.TryGetValue(name, out var value))
        {
            Assert.That((field, cell), Is.EqualTo(("", (object?)null)), where);
            return;
        }

        if (value.ValueKind == JsonValueKind.Number)
        {
            // Every digit in CSV; a number, not a text, in the sheet.
            Assert.That(field, Is.EqualTo(value.GetRawText()), where);
            Assert.That(cell, Is.TypeOf<double>().And.EqualTo(value.GetDouble()), where);
        }
        else if (cell is DateTime at)
        {
            if (value.GetString() is { Length: 10 } day)
            {
                Assert.That((field, at), Is.EqualTo((day, DateTime.Parse(day, CultureInfo.InvariantCulture))), where);
                return;
            }

            var instant = value.GetDateTimeOffset().UtcDateTime;
            Assert.That(at, Is.EqualTo(instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerSecond))), where);
            Assert.That(field, Is.EqualTo(at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)), where);
        }
        else
        {
            Assert.That((field, cell), Is.EqualTo((value.GetString(), (object?)value.GetString())), where);
        }
    }

    private static void Collect(
        JsonElement one, Dictionary<string, JsonElement> around, string list, List<Dictionary<string, JsonElement>> lines)
    {
        var line = new Dictionary<string, JsonElement>(around);
        var lists = new List<JsonElement>();
        foreach (var member in one.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Array) line[member.Name] = member.Value;
            else if (around.Count > 0 || member.Name == list) lists.Add(member.Value);
        }

        if (around.Count > 0 && lists.Count == 0) lines.Add(line);
        line.TryAdd("", one);
        foreach (var item in lists.SelectMany(member => member.EnumerateArray())) Collect(item, line, list, lines);
    }

    private static string[] FieldsOf(string line)
    {
        var fields = new List<string>();
        for (var at = 0; at <= line.Length;)
        {
            if (at < line.Length && line[at] == '"')
            {
                var end = at + 1;
                while (line[end] != '"' || (end + 1 < line.Length && line[end + 1] == '"')) end += line[end] == '"' ? 2 : 1;
                fields.Add(line[(at + 1)..end].Replace("\"\"", "\"", StringComparison.Ordinal));
                at = end + 2;
            }
            else
            {
                var end = line.IndexOf(',', at) is var comma and >= 0 ? comma : line.Length;
                fields.Add(line[at..end]);
                at = end + 1;
            }
        }

        return [.. fields];
    }
}
