using System.Collections.Concurrent;
using Ledger.Hosting;
using Ledger.Projections.Domain.Views;
using Ledger.Projections.Host.Tables;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.Program;
using Microsoft.AspNetCore.Http;

namespace Ledger.Projections.Host.Queries;

/// <summary>What queries need of a program.</summary>
/// <param name="ClockAt">No account's clock is before this; null: no limit.</param>
/// <param name="IsManual">Whether the clock is manual; otherwise it is the wall clock.</param>
internal sealed record QueriedProgram(string Program, ProgramCatalog Catalog, DateTimeOffset? ClockAt, bool IsManual)
{
    /// <summary>Minor digits of the program's currency, which is the same in all versions; 2 before the first is published.</summary>
    public int MinorDigits => Catalog.Versions.Count == 0 ? 2 : Catalog.Versions[^1].MinorDigits;

    /// <summary>Digits after the point of a unit's amounts: 0 for points, the currency's for money.</summary>
    public int DigitsOf(string unit) => Units.DigitsOf(unit, MinorDigits);

    /// <summary>The program's currency, the same in all versions; empty before the first is published.</summary>
    public string Currency => Catalog.Versions.Count == 0 ? "" : Catalog.Versions[^1].Currency;

    /// <summary>Whether the program has activities that may be rewarded.</summary>
    public bool HasActivities => Catalog.Versions.Any(version => version.Activities.Count > 0);

    /// <summary>Whether accounts may have segments, perks, loyalty kinds, memberships or scores. If not, none of these is read.</summary>
    public bool HasMembers => Catalog.Versions.Any(version =>
        version.Activities.Count > 0 || version.Memberships.Count > 0 || version.Segments.Count > 0 || version.Perks.Count > 0);

    /// <summary>Whether entries may be about an activity, a fund or a partner.</summary>
    public bool HasFunding =>
        Catalog.Versions.Any(version => version.Activities.Count > 0 || version.Funds.Count > 0 || version.Partners.Count > 0);

    /// <summary>The program's clock.</summary>
    public DateTimeOffset Now(TimeProvider time) => IsManual && ClockAt is { } at ? at : time.GetUtcNow();

    /// <summary>The version in force at a time; null before the first is published.</summary>
    public ProgramVersion? InForce(DateTimeOffset at) => Catalog.Versions.Count == 0 ? null : Catalog.VersionForDueWork(at);

    /// <summary>The refusal of a request that needs a published version.</summary>
    public IResult Unpublished() =>
        Problem.Of(StatusCodes.Status404NotFound, "unknown_version", $"No version of program {Program} is published.");

    public DateTimeOffset ClockOf(AccountRow account) => ClockAt > account.Clock ? ClockAt.Value : account.Clock;
}

/// <summary>A cache of programs with their parsed versions, until a version changes.</summary>
internal sealed class ProgramCache
{
    private readonly ConcurrentDictionary<string, (int Generation, long Revision, ProgramCatalog Catalog)> catalogs = new(
        StringComparer.Ordinal);

    /// <summary>Selects revision, clock and mode of the program $1.</summary>
    public static string Select(string schema) => $"select revision, clock_at, mode = 'manual' from {schema}.programs where program = $1";

    /// <summary>The program; null when there is none of that name.</summary>
    public async Task<QueriedProgram?> FindAsync(Snapshot snapshot, string program, CancellationToken ct)
    {
        var rows = await snapshot.Command(Select(snapshot.Schema), Snapshot.Value(program))
            .ListAsync(row => (Revision: row.GetInt64(0), ClockAt: row.AtOrNull(1), IsManual: row.GetBoolean(2)), ct);
        if (rows is not [var (revision, clockAt, isManual)]) return null;
        if (!catalogs.TryGetValue(program, out var known) || known.Generation != snapshot.Generation || known.Revision != revision)
        {
            known = (
                snapshot.Generation, revision,
                await PublishedVersions.ReadAsync(
                    snapshot.Command(PublishedVersions.Select(snapshot.Schema), Snapshot.Value(program)), program, ct));
            catalogs[program] = known;
        }

        return new QueriedProgram(program, known.Catalog, clockAt, isManual);
    }

    /// <summary>Whether the program, as it was last read, has members to show.</summary>
    public bool HasMembers(string program) =>
        catalogs.TryGetValue(program, out var known)
        && new QueriedProgram(program, known.Catalog, ClockAt: null, IsManual: false).HasMembers;

    /// <summary>The cached program, if it is of the given generation and revision; else null.</summary>
    public QueriedProgram? Cached(string program, int generation, long revision, DateTimeOffset? clockAt, bool isManual) =>
        catalogs.TryGetValue(program, out var known) && known.Generation == generation && known.Revision == revision
            ? new QueriedProgram(program, known.Catalog, clockAt, isManual)
            : null;
}
