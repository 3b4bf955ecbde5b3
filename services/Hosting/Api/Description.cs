using Ledger.Contracts.V1;
using Microsoft.AspNetCore.Http;

namespace Ledger.Hosting.Api;

/// <summary>An answer that is a success.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Type">Of the body; null: no JSON.</param>
/// <param name="ContentType">Of the body; null: no body.</param>
/// <param name="Meaning">A sentence for people.</param>
internal sealed record DescribedAnswer(int Status, Type? Type, string? ContentType, string Meaning);

/// <summary>What an endpoint may refuse, each with the status it is answered with.</summary>
internal sealed record DescribedRefusals(IReadOnlyList<(int Status, string Code)> All);

/// <summary>The query parameters that an endpoint reads.</summary>
internal sealed record DescribedQuery(IReadOnlyList<QueryParameter> All);

/// <summary>The body that an endpoint takes.</summary>
/// <param name="Type">What it is read as.</param>
/// <param name="ContentType">JSON, or lines of it.</param>
/// <param name="Optional">
/// Members that it may leave out although the type needs them, because the address, a header or the key says them.
/// </param>
/// <param name="Absent">Members of the type that it may not have: only the transport says them.</param>
/// <param name="IsRequired">Whether there must be a body.</param>
internal sealed record DescribedBody(
    Type Type, string ContentType, IReadOnlyList<string> Optional, IReadOnlyList<string> Absent, bool IsRequired);

/// <summary>A header that an endpoint needs.</summary>
internal sealed record DescribedHeader(string Name, string Meaning);

/// <summary>Answers carry <see cref="LedgerHeaders.Position"/>.</summary>
internal sealed record DescribedPosition;

/// <summary>Answers carry an ETag, and If-None-Match may be answered with 304.</summary>
internal sealed record DescribedTag;

/// <summary>Lists carry the address of the next page in Link.</summary>
internal sealed record DescribedPages;

/// <summary>A query parameter as the OpenAPI document shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meaning">A sentence for people.</param>
/// <param name="Type">What it is read as.</param>
/// <param name="Code">The code of the refusal when it makes no sense; null: nothing is refused.</param>
public sealed record QueryParameter(string Name, string Meaning, Type Type, string? Code = null)
{
    /// <summary>What it may be; empty: anything of its type.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Smallest value of a number.</summary>
    public int? Minimum { get; init; }

    /// <summary>Largest value of a number.</summary>
    public int? Maximum { get; init; }

    /// <summary>Whether it must be there.</summary>
    public bool IsRequired { get; init; }
}

/// <summary>The chapters of the OpenAPI document.</summary>
public static class ApiTags
{
    public const string Facts = "Facts and orders";
    public const string Accounts = "Accounts";
    public const string Commands = "Commands";
    public const string Mechanics = "Mechanics";
    public const string Programs = "Programs";
    public const string Reports = "Reports and exports";
    public const string Events = "Events";
    public const string Service = "Service";

    /// <summary>In the order in which they are shown, each with what it is about.</summary>
    public static IReadOnlyList<(string Name, string About)> All { get; } =
    [
        (Facts, "What order systems send, and what became of it. A fact has a business key, so it can be sent again without harm."),
        (Accounts, "Balances, standings, lots and entries of the companies that are members."),
        (Commands, "Spending and moving value. Each command has an Idempotency-Key, which is also the id of what it makes."),
        (Mechanics, "Activities, memberships, grants, claims on funds, challenges, draws and partners."),
        (Programs, "Programs, their versions and clocks."),
        (Reports, "The books, settlements with partners, and exports as CSV."),
        (Events, "What the ledger recorded, by position of the log."),
        (Service, "Health, metrics, the log's integrity and the views."),
    ];
}

/// <summary>The problems that a status of HTTP itself stands for, and those that any endpoint behind a key may answer with.</summary>
internal static class GeneralRefusals
{
    public static IReadOnlyList<(int Status, string Code)> Open { get; } =
    [
        (StatusCodes.Status400BadRequest, "bad_request"), (StatusCodes.Status400BadRequest, "malformed_text"),
        (StatusCodes.Status400BadRequest, "invalid_value"),
        (StatusCodes.Status500InternalServerError, "internal_error"), (StatusCodes.Status503ServiceUnavailable, "unavailable"),
    ];

    public static IReadOnlyList<(int Status, string Code)> BehindKey { get; } =
    [
        (StatusCodes.Status401Unauthorized, "unauthorized"), (StatusCodes.Status403Forbidden, "forbidden"),
        (StatusCodes.Status403Forbidden, "scope_missing"), (StatusCodes.Status404NotFound, "not_found"),
        (StatusCodes.Status429TooManyRequests, "rate_limited"),
    ];
}
