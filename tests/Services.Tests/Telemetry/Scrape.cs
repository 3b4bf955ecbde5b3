using System.Globalization;
using System.Text.RegularExpressions;

namespace Ledger.Services.Tests.Telemetry;

/// <summary>One scrape of <c>/metrics</c>, in Prometheus' text format.</summary>
internal sealed partial class Scrape
{
    private readonly List<(string Name, string Labels, double Value)> samples = [];

    public Scrape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var line in text.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            var match = Sample().Match(line);
            if (!match.Success) throw new FormatException($"This is no sample: {line}");
            samples.Add((match.Groups["name"].Value, match.Groups["labels"].Value, Number(match.Groups["value"].Value)));
        }
    }

    /// <summary>The names of all samples, with the ends that a histogram's samples have.</summary>
    public IReadOnlySet<string> Names => samples.Select(sample => sample.Name).ToHashSet(StringComparer.Ordinal);

    public static async Task<Scrape> OfAsync(HttpClient http)
    {
        ArgumentNullException.ThrowIfNull(http);
        using var response = await http.GetAsync(new Uri("/metrics", UriKind.Relative));
        response.EnsureSuccessStatusCode();
        return new Scrape(await response.Content.ReadAsStringAsync());
    }

    /// <summary>The sum over the samples with these labels, each written as <c>name="value"</c>; 0 when there is none.</summary>
    public double Sum(string name, params string[] labels) =>
        samples.Where(sample =>
            sample.Name == name && Array.TrueForAll(labels, label => sample.Labels.Contains(label, StringComparison.Ordinal)))
            .Sum(sample => sample.Value);

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex("""^(?<name>[A-Za-z_:][A-Za-z0-9_:]*)(?:\{(?<labels>.*)\})? (?<value>[^ ]+)(?: \d+)?$""")]
    private static partial Regex Sample();
}
