using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ledger.Cli.Import.Retail;

namespace Ledger.Cli.Import;

/// <summary>What an import did, as a file for people and scripts.</summary>
/// <param name="File">What the file held, where the profile counts it.</param>
/// <param name="Facts">Facts in the file.</param>
/// <param name="Accounted">Facts of which the service said what became of them.</param>
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

    /// <summary>Facts that the ledger does not hold: rejected, in conflict with what it holds, or without an answer.</summary>
    [JsonIgnore]
    public long Lost => Rejected + Conflicts + Math.Max(Facts - Accounted, 0);

    private static readonly JsonSerializerOptions OnOneLine = new(Options) { WriteIndented = false };

    /// <summary>As a line of an output for programs.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, OnOneLine);

    public string ToJson() => JsonSerializer.Serialize(this, Options) + "\n";
}
