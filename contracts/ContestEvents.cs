namespace Ledger.Contracts.V1;

/// <summary>One rank of a closed challenge.</summary>
/// <param name="Metric">The account's metric in the period, exact.</param>
/// <param name="Unit">points or cashback; absent where the rank has no prize, or a reward.</param>
/// <param name="Amount">The prize as the program states it, whatever a budget cut.</param>
/// <param name="Reward">A reward's id.</param>
public sealed record ChallengeRank(int Rank, string AccountId, Exact Metric, string? Unit = null, decimal? Amount = null,
    string? Reward = null);

/// <summary>A challenge's period was closed (mechanics.md §8). The ranks are final. In the program's stream.</summary>
/// <param name="Period">2011-Q3, 2011-07 or 2011.</param>
/// <param name="PeriodStart">Local start of the period, an instant.</param>
/// <param name="PeriodEnd">Local end of the period, an instant.</param>
/// <param name="ProgramVersion">The version effective at the period's start.</param>
/// <param name="Ranks">Rank 1 first, at most 1,000.</param>
/// <param name="Rest">How many accounts are ranked below those in <paramref name="Ranks"/>.</param>
/// <param name="EffectiveAt">When the period closed: its end plus the days to settle.</param>
public sealed record ChallengeClosed(
    string Program, string Challenge, string Period, DateTimeOffset PeriodStart, DateTimeOffset PeriodEnd, int ProgramVersion,
    IReadOnlyList<ChallengeRank> Ranks, long Rest, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt) : ILedgerEvent;

/// <summary>A draw was published with the hash of its secret salt (mechanics.md §9).</summary>
/// <param name="At">When the draw will be held.</param>
/// <param name="SaltHash">SHA-256 of the salt: 64 hexadecimal digits in lower case.</param>
public sealed record DrawAnnounced(
    string Program, string Draw, DateTimeOffset At, string SaltHash, int ProgramVersion, DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt) : ILedgerEvent;

/// <summary>
/// A draw was held: everything needed to repeat it (mechanics.md §9). Hashes, chain and salt are hexadecimal digits in lower case.
/// </summary>
/// <param name="Candidates">Number of candidates.</param>
/// <param name="CandidatesHash">SHA-256 of the candidates' ids in ordinal order, joined by line feeds.</param>
/// <param name="Position">The log's head before the draw.</param>
/// <param name="Chain">The chain's value at that position.</param>
/// <param name="Salt">The salt whose hash was announced.</param>
/// <param name="Winners">Account ids of the winners, in the order in which they were drawn.</param>
/// <param name="EffectiveAt">When the draw was to be held.</param>
public sealed record DrawHeld(
    string Program, string Draw, long Candidates, string CandidatesHash, long Position, string Chain, string Salt,
    IReadOnlyList<string> Winners,
    int ProgramVersion, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt) : ILedgerEvent;
