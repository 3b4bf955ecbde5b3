using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ledger.Contracts.V1.Answers;

/// <summary>Whether the process is running, or ready to answer.</summary>
/// <param name="Status">live or ready.</param>
/// <param name="Bus">Whether the broker's messages reach this process: ready, or waiting for the broker; absent without a broker, and in
/// the answer about liveness. HTTP does not depend on it.</param>
public sealed record HealthAnswer(string Status, string? Bus = null);

/// <summary>The caller, identified by key or token, and what the caller may do.</summary>
/// <param name="Name">The principal with which the caller's commands are recorded.</param>
/// <param name="Scopes">The caller's scopes in any program; a person with roles for several programs may have some scopes in one program
/// and some in another.</param>
/// <param name="Program">The only program in which the scopes hold; absent: all programs, or several.</param>
/// <param name="Partner">The partner of a partner's key, which reads that partner's settlement statements and nothing else; absent for
/// every other caller.</param>
/// <param name="Rate">The most requests per second; absent: no limit.</param>
public sealed record KeyAnswer(string Name, IReadOnlyList<string> Scopes, string? Program = null, string? Partner = null, int? Rate = null);

/// <summary>The positions that the log, the views, the shards of Marten's daemon and the webhooks of all programs have reached.</summary>
/// <param name="Head">The last position of the log.</param>
/// <param name="Chain">The chain's value at the head, in lower-case hexadecimal.</param>
public sealed record IntegrityAnswer(
    long Head, string Chain, IReadOnlyList<ProjectionProgress> Projections, IReadOnlyList<ShardProgress> Daemon,
    IReadOnlyList<WebhookLag> Webhooks);

/// <summary>The position up to which the views follow the log.</summary>
/// <param name="Lag">Positions behind the head.</param>
/// <param name="ActiveHere">True where this process updates the views; only one process does.</param>
/// <param name="Fault">Why the views are not updated; absent where they are.</param>
public sealed record ProjectionProgress(string Name, long Position, long Lag, bool ActiveHere, string? Fault = null);

/// <summary>The position that a shard of Marten's daemon has reached.</summary>
/// <param name="Lag">Positions behind the head.</param>
public sealed record ShardProgress(string Name, long Position, long Lag);

/// <summary>The position that the deliveries to a webhook have reached.</summary>
/// <param name="Program">The webhook's program.</param>
/// <param name="Name">The webhook's id in the program.</param>
/// <param name="Position">Every event up to this position was delivered or is not one that the webhook asks for.</param>
/// <param name="Lag">Positions behind the head, those of events for other receivers included.</param>
/// <param name="State">enabled, failing (the next event could not be delivered yet) or disabled.</param>
public sealed record WebhookLag(string Program, string Name, long Position, long Lag, string State);

/// <summary>What a verification of the log compares in addition.</summary>
/// <param name="Published">Chain values recorded outside the database; at most 1,000.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record VerificationRequest(IReadOnlyList<PublishedChain>? Published = null);

/// <summary>A chain value recorded outside the database, for example at the foot of a statement.</summary>
/// <param name="Position">The last position of an append to the log.</param>
/// <param name="Chain">The chain's value at that position: 64 hexadecimal digits in lower case.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PublishedChain(long Position, string Chain);

/// <summary>The progress of a check, or its result.</summary>
/// <param name="State">idle, running, done or failed.</param>
public sealed record LogCheckStatus(string State)
{
    public const string Idle = "idle";
    public const string Running = "running";
    public const string Ended = "done";
    public const string Failed = "failed";

    /// <summary>Events read so far; a check reads every event twice.</summary>
    public long Done { get; init; }

    public long Total { get; init; }

    /// <summary>True when nothing was found; absent until the check is done.</summary>
    public bool? Ok { get; init; }

    public long Events { get; init; }

    public long Batches { get; init; }

    /// <summary>The chain as recomputed, in hexadecimal.</summary>
    public string? Chain { get; init; }

    /// <summary>Accounts folded again from their events.</summary>
    public long Accounts { get; init; }

    /// <summary>Rows of state tables that were compared.</summary>
    public long Rows { get; init; }

    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Why the check failed; absent unless its state is failed.</summary>
    public string? Message { get; init; }
}

/// <summary>
/// One difference from what was written, at its position: a fixed code for programs, for example <c>event.changed</c>, and a sentence for
/// people.
/// </summary>
public sealed record Finding(long Position, string Code, string Sentence);

/// <summary>The progress of a rebuild.</summary>
/// <param name="State">idle, requested, running, done or failed.</param>
/// <param name="Done">Events applied so far.</param>
/// <param name="Total">Events in the log when last counted.</param>
public sealed record RebuildStatus(string State, long Done, long Total, double EventsPerSecond);

/// <summary>The answer to a request that failed: problem details (RFC 9457) with a stable code.</summary>
public sealed record ProblemAnswer
{
    /// <summary><c>urn:ledger:problem:</c> followed by the code.</summary>
    public required string Type { get; init; }

    /// <summary>The code in words.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>A sentence for people.</summary>
    public required string Detail { get; init; }

    /// <summary>Stable code; infra/docs/refusals.md explains each.</summary>
    public required string Code { get; init; }

    /// <summary>Trace id under which the service's log says more.</summary>
    public string? TraceId { get; init; }

    /// <summary>The id under which the refused fact is kept.</summary>
    public string? RejectedId { get; init; }

    /// <summary>The survivor, where the request named a merged account.</summary>
    public string? MergedInto { get; init; }

    /// <summary>The parameter of the path or query that cannot be read.</summary>
    public string? Parameter { get; init; }

    /// <summary>The errors of a program document, or of the accounts of the general ledger.</summary>
    public IReadOnlyList<DocumentError>? Errors { get; init; }

    /// <summary>Members that only some codes have.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? More { get; init; }
}

/// <summary>An error of a document.</summary>
/// <param name="Path">JSON path of the value that is wrong.</param>
/// <param name="Code">Stable code; services/Rules/README.md lists those of a program, infra/docs/refusals.md those of accounts.</param>
public sealed record DocumentError(string Path, string Code, string Message);
