namespace Ledger.Rules.Domain.Program;

/// <summary>A prize draw that anybody can repeat (mechanics.md §9).</summary>
/// <param name="At">When the draw is held.</param>
/// <param name="Eligible">Judged at <paramref name="At"/>; null: every account with an order.</param>
/// <param name="Prizes">The most winners.</param>
/// <param name="Prize">The prize of each winner.</param>
/// <param name="AnnounceFrom">For display only.</param>
public sealed record Draw(string Id, DateTimeOffset At, Condition? Eligible, int Prizes, Prize Prize, DateTimeOffset? AnnounceFrom);
