using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ledger.Cli.Import.Retail;

namespace Ledger.Cli.Import;

/// <summary>The report of an import, written as a file for people and scripts.</summary>
/// <param name="File">Counts of the file's lines, if the profile has them.</param>
/// <param name="Facts">Facts in the file.</param>
/// <param name="Accounted">Facts whose outcome the service reported.</param>
internal sealed record ImportReport(
    string Program,
    string Profile,
    string Via,
    [property: JsonIgnore] RetailCounts? File,
    long Facts,
    long Accounted,
    [property: JsonIgnore] FactCounts Outcome,
    double Seconds,
    [property: JsonPropertyOrder(1)] IReadOnlyList<FactProblem> Problems)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public long? Lines => File?.Lines;

    public long? Orders => File?.Orders;

    public long? Returns => File?.Returns;

    public long? LinesWithoutCustomer => File?.LinesWithoutCustomer;

    public long? LinesSkipped => File?.LinesSkipped;

    public long? ALines => File?.ALines;

    public long? UnmatchedLines => File?.UnmatchedLines;

    public long? UnmatchedPieces => File?.UnmatchedPieces;

    public decimal? UnmatchedAmount => File?.UnmatchedAmount;

    public long? Accounts => File?.Accounts;

    public long Recorded => Outcome.Recorded;

    public long Repeated => Outcome.Repeated;

    public long Superseded => Outcome.Superseded;

    public long Parked => Outcome.Parked;

    public long Rejected => Outcome.Rejected;

    public long Conflicts => Outcome.Conflicts;

    public double FactsPerSecond => Seconds > 0 ? Math.Round(Facts / Seconds, 1) : 0;

    /// <summary>Facts that were not recorded: rejected, in conflict, or without an answer.</summary>
    [JsonIgnore]
    public long Lost => Rejected + Conflicts + Math.Max(Facts - Accounted, 0);

    private static readonly JsonSerializerOptions OnOneLine = new(Options) { WriteIndented = false };

    /// <summary>The report as one line of JSON, for programs.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, OnOneLine);

    public string ToJson() => JsonSerializer.Serialize(this, Options) + "\n";
}
