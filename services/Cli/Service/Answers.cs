using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ledger.Cli.Service;

/// <summary>Facts by their outcome.</summary>
internal sealed record IntakeCounts(
    long Recorded = 0,
    long Repeated = 0,
    long Superseded = 0,
    long Parked = 0,
    long Rejected = 0,
    long Conflicts = 0)
{
    /// <summary>Facts that have an outcome.</summary>
    public long All => Recorded + Repeated + Superseded + Parked + Rejected + Conflicts;

    public IntakeCounts Plus(IntakeCounts more) => new(
        Recorded + more.Recorded,
        Repeated + more.Repeated,
        Superseded + more.Superseded,
        Parked + more.Parked,
        Rejected + more.Rejected,
        Conflicts + more.Conflicts);

    public IntakeCounts Minus(IntakeCounts less) => new(
        Recorded - less.Recorded,
        Repeated - less.Repeated,
        Superseded - less.Superseded,
        Parked - less.Parked,
        Rejected - less.Rejected,
        Conflicts - less.Conflicts);
}

/// <summary>The answer to a stream of facts.</summary>
internal sealed record OrdersAnswer(
    long Recorded,
    long Repeated,
    long Superseded,
    long Parked,
    long Rejected,
    long Conflicts,
    long Position,
    IReadOnlyList<LineProblem>? Problems = null)
{
    public IntakeCounts Counts => new(Recorded, Repeated, Superseded, Parked, Rejected, Conflicts);
}

/// <summary>A line of a stream that was not recorded.</summary>
/// <param name="Line">1-based line of the request.</param>
internal sealed record LineProblem(long Line, string Code, string Message);

/// <summary>What came over the bus for a program since the service started.</summary>
internal sealed record IntakeAnswer(IntakeCounts Bus, long Position);

/// <summary>The program's clock.</summary>
/// <param name="At">Absent while nothing has moved it.</param>
/// <param name="Due">Accounts whose work due by then is not carried out yet, and the program-wide work that is not.</param>
internal sealed record ClockAnswer(string Program, string Mode, DateTimeOffset? At, long Due);

/// <summary>A published version.</summary>
internal sealed record PublishAnswer(string Program, long Version, string Status, DateTimeOffset? EffectiveFrom = null);

/// <summary>The part of a program's description that the command line needs.</summary>
internal sealed record ProgramAnswer(string? Currency = null);

/// <summary>How far the log and its readers are.</summary>
internal sealed record IntegrityAnswer(long Head, string? Chain, IReadOnlyList<ProjectionAnswer> Projections);

/// <summary>How far one projection is.</summary>
internal sealed record ProjectionAnswer(string Name, long Position, long Lag);

/// <summary>Work that the service does beside its other work: a check of the log or a rebuild.</summary>
internal sealed record JobAnswer(
    string State,
    long Done = 0,
    long Total = 0,
    bool? Ok = null,
    long Events = 0,
    long Batches = 0,
    string? Chain = null,
    double EventsPerSecond = 0,
    IReadOnlyList<Finding>? Findings = null,
    string? Message = null)
{
    [JsonIgnore]
    public bool IsRunning => State is "requested" or "running";
}

/// <summary>Something in the log that is not as it was written.</summary>
internal sealed record Finding(long Position, string Code, string Sentence);

/// <summary>One page of rejected facts.</summary>
internal sealed record RejectedPage(IReadOnlyList<JsonElement> Rejected, JsonElement? Next = null);

/// <summary>A refusal as the service tells it (RFC 9457).</summary>
internal sealed record ProblemAnswer(string? Code = null, string? Title = null, string? Detail = null, IReadOnlyList<PathProblem>? Errors = null);

/// <summary>What is wrong at one place of a document.</summary>
internal sealed record PathProblem(string Path, string Code, string Message);
