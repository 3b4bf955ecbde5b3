using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Deciding;
using Ledger.Domain.Mechanics;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Contests;

/// <summary>The inputs of a draw besides its candidates (mechanics.md §9).</summary>
/// <param name="Salt">The draw's salt: secret until the draw, its hash was announced.</param>
/// <param name="Position">The log's last position before the draw.</param>
/// <param name="Chain">The hash chain's value at that position.</param>
public sealed record DrawInputs(ReadOnlyMemory<byte> Salt, long Position, ReadOnlyMemory<byte> Chain);

/// <summary>Announces and holds draws (mechanics.md §9).</summary>
public static class DrawHolding
{
    /// <summary>The draws of a version that were not announced yet and whose time is still to come.</summary>
    /// <param name="state">The program with the version published.</param>
    public static IReadOnlyList<Draw> ToAnnounce(ProgramState state, int version)
    {
        ArgumentNullException.ThrowIfNull(state);
        return [.. state.Catalog.Version(version).Draws.Where(draw =>
            state.Contests.AnnouncedOf(draw.Id) is null && state.Contests.WasPublishedBefore(version, draw.At))];
    }

    /// <summary>The announcement.</summary>
    /// <param name="salt">32 random bytes, stored outside the log until the draw.</param>
    public static DrawAnnounced Announce(
        string program, int version, Draw draw, ReadOnlySpan<byte> salt, DateTimeOffset effectiveAt, DateTimeOffset recordedAt)
    {
        ArgumentNullException.ThrowIfNull(draw);
        return new DrawAnnounced(
            program, draw.Id, draw.At, Convert.ToHexStringLower(DrawRules.SaltHash(salt)), version, effectiveAt, recordedAt);
    }

    /// <summary>Whether an account is a candidate.</summary>
    public static bool IsCandidate(ProgramCatalog catalog, ProgramVersion version, Draw draw, Account account)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(draw);
        return account.Orders > 0 && ChallengeRules.IsCandidate(catalog, version, draw, Standings.Of(catalog, version, account, draw.At));
    }

    /// <summary>The event that holds the draw.</summary>
    /// <param name="candidates">Account ids in ordinal order.</param>
    public static DrawHeld Hold(
        string program, ProgramVersion version, Draw draw, IReadOnlyList<string> candidates, DrawInputs inputs, DateTimeOffset recordedAt)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(draw);
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(inputs);
        var seed = DrawRules.Seed(inputs.Salt.Span, inputs.Chain.Span);
        var winners = DrawRules.Winners(seed, candidates.Count, draw.Prizes).Select(place => candidates[place]);
        return new DrawHeld(
            program, draw.Id, candidates.Count, Convert.ToHexStringLower(DrawRules.CandidatesHash(candidates)), inputs.Position,
            Convert.ToHexStringLower(inputs.Chain.Span), Convert.ToHexStringLower(inputs.Salt.Span), [.. winners], version.Version, draw.At,
            recordedAt);
    }

    /// <summary>The prizes, in the order in which they were won. The host sets the seed of a voucher's code.</summary>
    public static IEnumerable<(string Account, AwardPrize Award)> Awards(Draw draw, DrawHeld held, DateTimeOffset recordedAt)
    {
        ArgumentNullException.ThrowIfNull(draw);
        ArgumentNullException.ThrowIfNull(held);
        return held.Winners.Select((winner, i) => (winner, new AwardPrize(
            draw.Id, i + 1, draw.Prize, held.ProgramVersion, draw.At, null, recordedAt, CodeSeed: "")));
    }
}
