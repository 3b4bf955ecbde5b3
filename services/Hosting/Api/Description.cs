using Ledger.Contracts.V1;
using Microsoft.AspNetCore.Http;

namespace Ledger.Hosting.Api;

/// <summary>The description of a successful answer.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Type">Type of the body; null: the body is not JSON.</param>
/// <param name="ContentType">Media type of the body; null: no body.</param>
/// <param name="Meaning">A sentence for people.</param>
internal sealed record DescribedAnswer(int Status, Type? Type, string? ContentType, string Meaning);

/// <summary>The codes with which an endpoint may refuse, each with its HTTP status.</summary>
internal sealed record DescribedRefusals(IReadOnlyList<(int Status, string Code)> All);

/// <summary>The query parameters that an endpoint reads.</summary>
internal sealed record DescribedQuery(IReadOnlyList<QueryParameter> All);

/// <summary>The description of an endpoint's request body.</summary>
/// <param name="Type">Type as which the body is read.</param>
/// <param name="ContentType">application/json, or application/x-ndjson for lines of JSON.</param>
/// <param name="Optional">
/// Members that the body may leave out although the type requires them, because the address, a header or the key gives them.
/// </param>
/// <param name="Absent">Members of the type that the body may not have, because only the transport gives them.</param>
/// <param name="IsRequired">Whether there must be a body.</param>
internal sealed record DescribedBody(
    Type Type, string ContentType, IReadOnlyList<string> Optional, IReadOnlyList<string> Absent, bool IsRequired);

/// <summary>A header that an endpoint needs.</summary>
internal sealed record DescribedHeader(string Name, string Meaning);

/// <summary>Marks an endpoint whose answers have the header <see cref="LedgerHeaders.Position"/>.</summary>
internal sealed record DescribedPosition;

/// <summary>Marks an endpoint whose answers have an ETag, and which may answer If-None-Match with 304.</summary>
internal sealed record DescribedTag;

/// <summary>Marks an endpoint whose answers have the address of the next page in the header Link.</summary>
internal sealed record DescribedPages;

/// <summary>A query parameter as the OpenAPI document shows it.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Meaning">A sentence for people.</param>
/// <param name="Type">Type of the value.</param>
/// <param name="Code">The code with which an invalid value is refused; null: every value is valid.</param>
public sealed record QueryParameter(string Name, string Meaning, Type Type, string? Code = null)
{
    /// <summary>The allowed values; empty: any value of the type.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Smallest value of a number.</summary>
    public int? Minimum { get; init; }

    /// <summary>Largest value of a number.</summary>
    public int? Maximum { get; init; }

    /// <summary>Whether the parameter must be given.</summary>
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

    /// <summary>All chapters in the order in which they are shown, each with its description.</summary>
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

/// <summary>The refusals that follow from HTTP itself, and those of every endpoint that needs a key.</summary>
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
