using System.Collections.Immutable;
using Ledger.Contracts.V1;

namespace Ledger.Domain.Contests;

/// <summary>What was decided for a whole program so far: closed challenges, and draws that were announced and held (mechanics.md §8, §9).
/// Immutable.</summary>
public sealed record ProgramContests
{
    /// <summary>The state of a program for which nothing was decided yet.</summary>
    public static ProgramContests Empty { get; } = new();

    private ImmutableDictionary<int, DateTimeOffset> PublishedAt { get; init; } = ImmutableDictionary<int, DateTimeOffset>.Empty;

    private ImmutableHashSet<(string Challenge, string Period)> Closed { get; init; } = [];

    private ImmutableDictionary<string, DrawAnnounced> Announced { get; init; } =
        ImmutableDictionary.Create<string, DrawAnnounced>(StringComparer.Ordinal);

    private ImmutableHashSet<string> Held { get; init; } = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Whether a challenge's period is closed.</summary>
    public bool IsClosed(string challenge, string period) => Closed.Contains((challenge, period));

    /// <summary>Whether a draw was held.</summary>
    public bool IsHeld(string draw) => Held.Contains(draw);

    /// <summary>A draw's announcement; null before it was announced.</summary>
    public DrawAnnounced? AnnouncedOf(string draw) => Announced.GetValueOrDefault(draw);

    /// <summary>
    /// Whether a version was published before a time. A version published later does not catch up on what would have fallen due by then.
    /// </summary>
    public bool WasPublishedBefore(int version, DateTimeOffset at) => PublishedAt.TryGetValue(version, out var published) && published < at;

    /// <summary>When the first version was published: nothing fell due before. The earliest instant when none was.</summary>
    public DateTimeOffset FirstPublishedAt => PublishedAt.Values.DefaultIfEmpty(DateTimeOffset.MinValue).Min();

    /// <summary>The contests after a version was published.</summary>
    /// <param name="clock">The program's clock then.</param>
    public ProgramContests Published(int version, DateTimeOffset clock) => this with { PublishedAt = PublishedAt.SetItem(version, clock) };

    /// <summary>The contests after a challenge was closed, or a draw announced or held.</summary>
    public ProgramContests After(ILedgerEvent happened) => happened switch
    {
        ChallengeClosed closed => this with { Closed = Closed.Add((closed.Challenge, closed.Period)) },
        DrawAnnounced announced => this with { Announced = Announced.SetItem(announced.Draw, announced) },
        DrawHeld held => this with { Held = Held.Add(held.Draw) },
        _ => this,
    };
}
