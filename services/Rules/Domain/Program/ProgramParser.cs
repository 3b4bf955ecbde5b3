using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Numbers;
using Ledger.Rules.Domain.Program.Parsing;

namespace Ledger.Rules.Domain.Program;

/// <summary>
/// Reads a program document and checks all of it (domain.md §3). Required are program, version, effectiveFrom, currency and timeZone, and
/// qualification if there is more than one tier. Defaults: points are rounded down and money half to even; without tiers all accounts are
/// in one tier, "member"; a rule without scope applies to all merchandise.
/// </summary>
public static class ProgramParser
{
    private static readonly Dictionary<string, Rounding> Roundings = new()
    {
        ["floor"] = Rounding.Floor,
        ["half-up"] = Rounding.HalfUp,
        ["half-even"] = Rounding.HalfEven,
    };

    /// <summary>Reads a document: the version, or all errors.</summary>
    public static ParsedProgram Parse(JsonElement document)
    {
        var errors = new ErrorList();
        if (document.ValueKind != JsonValueKind.Object)
        {
            errors.Add("$", ProgramErrorCodes.WrongType, "A program is an object.");
            return new ParsedProgram(null, errors.All);
        }

        var version = Read(new JsonObjectReader(document, "$", errors));
        return new ParsedProgram(errors.All.Count == 0 ? version : null, errors.All);
    }

    private static ProgramVersion Read(JsonObjectReader reader)
    {
        var program = reader.Id("program", required: true);
        var number = reader.Integer("version", 1, int.MaxValue, required: true);
        var effectiveFrom = ReadEffectiveFrom(reader);
        var (currency, digits) = ReadCurrency(reader);
        var zone = ReadTimeZone(reader);
        var (points, money) = ReadRounding(reader);
        var scopes = ScopeParsing.Read(reader);
        var references = References.In(reader);
        var tiers = TierParsing.Read(reader, references);
        var (policy, noticeDays) = PointsParsing.Read(reader);
        var grants = new GrantParsing(reader, references, digits);
        var version = new ProgramVersion
        {
            Program = program ?? "",
            Version = number ?? 0,
            EffectiveFrom = effectiveFrom ?? default,
            Currency = currency,
            MinorDigits = digits,
            Calendar = new Calendar(zone),
            PointValue = reader.Number("pointValue", 0) ?? Exact.Zero,
            PointsRounding = points,
            MoneyRounding = money,
            Scopes = scopes,
            Tiers = tiers,
            Qualification = TierParsing.ReadQualification(reader, references, required: tiers.Count > 1),
            TierReview = TierParsing.ReadReview(reader),
            Discounts = DiscountParsing.Read(reader, references),
            DiscountPolicy = DiscountParsing.ReadPolicy(reader),
            Earning = EarningParsing.Read(reader, references),
            Points = policy,
            ExpiryNoticeDays = noticeDays,
            Rebates = RebateParsing.Read(reader, references),
            Redemption = SpendingParsing.ReadRedemption(reader),
            Adjustments = SpendingParsing.ReadAdjustments(reader),
            Periods = SpendingParsing.ReadPeriods(reader),
            Transfers = SpendingParsing.ReadTransfers(reader),
            Rewards = SpendingParsing.ReadRewards(reader, references, digits),
            ContactMaxSharePercent = SpendingParsing.ReadContactShare(reader),
            Activities = ActivityParsing.Read(reader, references),
            Memberships = MembershipParsing.Read(reader, references),
            Milestones = grants.ReadMilestones(),
            Funds = FundParsing.Read(reader, references),
            Perks = PerkParsing.ReadPerks(reader, references),
            Segments = PerkParsing.ReadSegments(reader, references),
            Partners = PartnerParsing.Read(reader),
            Challenges = grants.ReadChallenges(),
            Draws = grants.ReadDraws(),
            Budget = BudgetParsing.ReadBudget(reader),
            WindDown = BudgetParsing.ReadWindDown(reader),
        };
        reader.RefuseTheRest();
        return version;
    }

    private static DateTimeOffset? ReadEffectiveFrom(JsonObjectReader reader)
    {
        var at = reader.Instant("effectiveFrom", required: true);
        if (at < Limits.EffectiveFromMin || at >= Limits.EffectiveFromEnd)
        {
            reader.Fail(
                "effectiveFrom", ProgramErrorCodes.OutOfRange,
                $"A version begins in the years {Limits.EffectiveFromMin.Year} to {Limits.EffectiveFromEnd.Year - 1}, UTC: what it says "
                + "reaches up to a century further.");
        }

        return at;
    }

    private static (string Code, int Digits) ReadCurrency(JsonObjectReader reader)
    {
        if (reader.Text("currency", required: true) is not { } code) return ("", 2);
        if (!Currencies.TryGetMinorDigits(code, out var digits))
        {
            reader.Fail("currency", ProgramErrorCodes.UnknownCurrency, $"'{code}' is no active ISO 4217 currency.");
        }
        return (code, digits);
    }

    // Accepts only names as spelled in the time zone database; the system's look-up would also accept other spellings and even paths.
    private static TimeZoneInfo ReadTimeZone(JsonObjectReader reader)
    {
        if (reader.Text("timeZone", required: true) is not { } id) return TimeZoneInfo.Utc;
        var plain =
            id.Length is > 0 and <= 64
            && char.IsAsciiLetter(id[0])
            && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+');
        if (plain && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) && zone.Id == id) return zone;
        reader.Fail("timeZone", ProgramErrorCodes.UnknownTimeZone, $"'{id}' is no time zone of the IANA database.");
        return TimeZoneInfo.Utc;
    }

    private static (Rounding Points, Rounding Money) ReadRounding(JsonObjectReader reader)
    {
        if (reader.Object("rounding") is not { } rounding) return (Rounding.Floor, Rounding.HalfEven);
        var points = rounding.Choice("points", Roundings) ?? Rounding.Floor;
        var money = rounding.Choice("money", Roundings) ?? Rounding.HalfEven;
        rounding.RefuseTheRest();
        return (points, money);
    }
}
