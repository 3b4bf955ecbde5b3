using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Program.Parsing;

/// <summary>
/// Reads milestones, challenges and draws, which issue grants (mechanics.md §4, §8, §9). A grant's id begins with the id of one of these,
/// so their ids must be distinct.
/// </summary>
internal sealed class GrantParsing(JsonObjectReader program, References references, int digits)
{
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);

    public IReadOnlyList<Milestone> ReadMilestones() => [.. program.Objects("milestones").Select(ReadMilestone)];

    public IReadOnlyList<Challenge> ReadChallenges() => [.. program.Objects("challenges").Select(ReadChallenge)];

    public IReadOnlyList<Draw> ReadDraws() => [.. program.Objects("draws").Select(ReadDraw)];

    private Milestone ReadMilestone(JsonObjectReader reader)
    {
        var id = UniqueIds.Read(reader, ids);
        var every = reader.Number("every", 0, required: true);
        if (every is { IsZero: true }) reader.Fail("every", ProgramErrorCodes.OutOfRange, "A milestone is reached every amount above 0.");
        var milestone = new Milestone(
            id ?? "", every ?? Exact.One, references.Scope(reader), references.Reward(reader) ?? "",
            reader.Integer("max", 1, int.MaxValue));
        reader.RefuseTheRest();
        return milestone;
    }

    private Challenge ReadChallenge(JsonObjectReader reader)
    {
        var challenge = new Challenge
        {
            Id = UniqueIds.Read(reader, ids) ?? "",
            Period = reader.Choice("period", RebateParsing.Periods, required: true) ?? PeriodKind.Month,
            Metric = reader.Choice("metric", TierParsing.Metrics, required: true) ?? Metric.Spend,
            Scope = references.Scope(reader),
            SettleAfterDays = reader.Integer("settleAfterDays", 0, Limits.DaysMax) ?? 0,
            Validity = ValidityParsing.ReadOfChallenge(reader, references),
            Prizes = ReadPrizes(reader),
        };
        reader.RefuseTheRest();
        return challenge;
    }

    private List<RankPrize> ReadPrizes(JsonObjectReader challenge)
    {
        var prizes = new SortedDictionary<int, RankPrize>();
        foreach (var reader in challenge.Objects("prizes", required: true))
        {
            var rank = reader.Integer("rank", 1, Limits.RanksMax, required: true);
            var prize = PrizeParsing.Read(reader, references, digits);
            reader.RefuseTheRest();
            if (rank is { } place && !prizes.TryAdd(place, new RankPrize(place, prize)))
            {
                reader.Fail("rank", ProgramErrorCodes.DuplicateValue, $"Rank {place} has a prize already.");
            }
        }

        return [.. prizes.Values];
    }

    private Draw ReadDraw(JsonObjectReader reader)
    {
        var id = UniqueIds.Read(reader, ids);
        var at = reader.Instant("at", required: true);
        var announced = reader.Instant("announceFrom");
        if (announced >= at) reader.Fail("announceFrom", ProgramErrorCodes.VisibleTooLate, "announceFrom is before at.");
        var eligible = reader.Object("eligible") is { } condition ? ConditionParsing.Read(condition, references, Asking.AboutAccount)
            : null;
        var prizes = reader.Integer("prizes", 1, Limits.WinnersMax, required: true);
        var prize = PrizeParsing.Read(reader, references, digits);
        reader.RefuseTheRest();
        return new Draw(id ?? "", at ?? default, eligible, prizes ?? 1, prize, announced);
    }
}
