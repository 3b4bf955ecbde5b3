using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ledger.Contracts.V1.Answers;

/// <summary>Whether the process runs or can answer.</summary>
/// <param name="Status">live or ready.</param>
public sealed record HealthAnswer(string Status);

/// <summary>Who calls, by key or token, and what they may do.</summary>
/// <param name="Name">The principal that commands are recorded with.</param>
/// <param name="Scopes">What they may do; a person with roles for several programs may do some of it in one and some in another.</param>
/// <param name="Program">The one program that all of it is for; absent: all, or several.</param>
/// <param name="Partner">The one partner whose settlement statements a key reads, and nothing else; absent: it is no partner's key.</param>
/// <param name="Rate">Requests a second that they may make; absent: any number.</param>
public sealed record KeyAnswer(string Name, IReadOnlyList<string> Scopes, string? Program = null, string? Partner = null, int? Rate = null);

/// <summary>How far the log, the views, the shards of Marten's daemon and the webhooks of all programs are.</summary>
/// <param name="Head">The last position of the log.</param>
/// <param name="Chain">The chain's value there, in lower-case hexadecimal.</param>
public sealed record IntegrityAnswer(
    long Head, string Chain, IReadOnlyList<ProjectionProgress> Projections, IReadOnlyList<ShardProgress> Daemon,
    IReadOnlyList<WebhookLag> Webhooks);

/// <summary>How far the views are.</summary>
/// <param name="Lag">Positions behind the head.</param>
/// <param name="ActiveHere">This process is the one that brings them after the log.</param>
/// <param name="Fault">Why they stand still, if they do.</param>
public sealed record ProjectionProgress(string Name, long Position, long Lag, bool ActiveHere, string? Fault = null);

/// <summary>How far a shard of Marten's daemon is.</summary>
/// <param name="Lag">Positions behind the head.</param>
public sealed record ShardProgress(string Name, long Position, long Lag);

/// <summary>How far the deliveries to a webhook are.</summary>
/// <param name="Program">Whose webhook it is.</param>
/// <param name="Name">Its id in the program.</param>
/// <param name="Position">Everything up to this position was delivered, or is not wanted.</param>
/// <param name="Lag">Positions behind the head, wanted or not.</param>
/// <param name="State">enabled, failing (the next event could not be delivered yet) or disabled.</param>
public sealed record WebhookLag(string Program, string Name, long Position, long Lag, string State);

/// <summary>What a verification of the log also compares.</summary>
/// <param name="Published">Chain values that were kept outside the database; at most 1,000.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record VerificationRequest(IReadOnlyList<PublishedChain>? Published = null);

/// <summary>A chain value that was kept outside the database, for example at the foot of a statement.</summary>
/// <param name="Position">Where an append of the log ended.</param>
/// <param name="Chain">The chain's value there: 64 hexadecimal digits in lower case.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PublishedChain(long Position, string Chain);

/// <summary>How far a check is, or how it ended.</summary>
/// <param name="State">idle, running, done or failed.</param>
public sealed record LogCheckStatus(string State)
{
    public const string Idle = "idle";
    public const string Running = "running";
    public const string Ended = "done";
    public const string Failed = "failed";

    /// <summary>Events looked at; each is looked at twice.</summary>
    public long Done { get; init; }

    public long Total { get; init; }

    /// <summary>Absent until it is done.</summary>
    public bool? Ok { get; init; }

    public long Events { get; init; }

    public long Batches { get; init; }

    /// <summary>The chain as recomputed, in hexadecimal.</summary>
    public string? Chain { get; init; }

    /// <summary>Accounts that were folded anew.</summary>
    public long Accounts { get; init; }

    /// <summary>Rows of state tables that were compared.</summary>
    public long Rows { get; init; }

    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Why it failed.</summary>
    public string? Message { get; init; }
}

/// <summary>
/// One thing that is not as it was written, at the position concerned: a fixed code for programs, for example <c>event.changed</c>, and
/// a sentence for people.
/// </summary>
public sealed record Finding(long Position, string Code, string Sentence);

/// <summary>How a rebuild goes.</summary>
/// <param name="State">idle, requested, running, done or failed.</param>
/// <param name="Done">Events taken.</param>
/// <param name="Total">Events in the log when last looked.</param>
public sealed record RebuildStatus(string State, long Done, long Total, double EventsPerSecond);

/// <summary>An answer that is no success: problem details (RFC 9457) with a stable code.</summary>
public sealed record ProblemAnswer
{
    /// <summary>urn:ledger:problem: and the code.</summary>
    public required string Type { get; init; }

    /// <summary>The code in words.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>A sentence for people.</summary>
    public required string Detail { get; init; }

    /// <summary>Stable: infra/docs/refusals.md lists what each one means.</summary>
    public required string Code { get; init; }

    /// <summary>Under which the service's log has more.</summary>
    public string? TraceId { get; init; }

    /// <summary>Under which a refused fact is kept.</summary>
    public string? RejectedId { get; init; }

    /// <summary>The account that a merged one is now.</summary>
    public string? MergedInto { get; init; }

    /// <summary>The parameter of the path or query that cannot be read.</summary>
    public string? Parameter { get; init; }

    /// <summary>The errors of a program document, or of the accounts of the general ledger.</summary>
    public IReadOnlyList<DocumentError>? Errors { get; init; }

    /// <summary>Other members.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? More { get; init; }
}

/// <summary>An error of a document.</summary>
/// <param name="Path">JSON path of what is wrong.</param>
/// <param name="Code">Stable: services/Rules/README.md lists those of a program, infra/docs/refusals.md those of accounts.</param>
public sealed record DocumentError(string Path, string Code, string Message);
