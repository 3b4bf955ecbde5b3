using System.Numerics;
using System.Text.Json;

namespace Ledger.Model;

/// <summary>Amounts are points, or minor units of money.</summary>
public sealed record BalanceRow(
    string AccountId, string Owner, string Unit, BigInteger Pending, BigInteger Available, BigInteger Held, BigInteger Arrears,
    BigInteger Accrued, BigInteger Reversed, BigInteger Redeemed, BigInteger Expired, BigInteger Adjusted);

public sealed record LotRow(
    string Cause, string Owner, string Unit, string State, DateTimeOffset? ActivateAt, DateTimeOffset? ExpireAt, BigInteger Pending,
    BigInteger Free, BigInteger Held, BigInteger Spent, BigInteger Expired);

public sealed record StandingRow(
    string AccountId, string Tier, DateTimeOffset Since, string Metric, int Orders, DateTimeOffset? GraceUntil, string? NextTier,
    Rational? Gap, int TenureMonths, string Loyalty, IReadOnlyList<string> Segments, IReadOnlyDictionary<string, BigInteger> Milestones);

/// <summary>A closed period, as it now stands; the account is the one that closed it.</summary>
public sealed record RebateRow(string AccountId, string Rebate, string Period, Rational Basis, BigInteger Amount);

/// <summary>A line as it now stands; percent is a number out of 100, the share of the entitlement is in minor units.</summary>
public sealed record LineExplanation(string LineId, decimal Remaining, Rational Gross, Rational Net, Rational Percent, BigInteger Entitled);

/// <summary>A discount rule: whether it applies, its percent, the metric behind a step, and whether it won on any line.</summary>
public sealed record DiscountExplanation(string Rule, bool Applies, Rational Percent, Rational? Metric, bool Won);

public sealed record EarningExplanation(string Rule, bool Applies, BigInteger Points, IReadOnlyList<BigInteger> LinePoints);

public sealed record OrderExplanation(
    int Version, string Tier, Rational Multiplier, long Revision, bool Cancelled, IReadOnlyList<LineExplanation> Lines,
    IReadOnlyList<DiscountExplanation> Discounts, IReadOnlyList<EarningExplanation> Earnings);

public sealed record ExportTexts(
    string Balances,
    string Standings,
    string Rebates,
    string Entitlements,
    string Members,
    string Grants,
    string Challenges,
    string Partners);

/// <summary>
/// A plain in-memory ledger written from the domain page alone, to be compared with the real one. An owner is null for the account itself,
/// else a contact's id. The key of a command is its Idempotency-Key and the id of the hold, redemption, adjustment or transfer it makes.
/// </summary>
public sealed class ModelLedger
{
    private readonly Dictionary<string, ProgramLedger> programs = new(StringComparer.Ordinal);

    /// <summary>Publishes a version; returns the program's id.</summary>
    public string PublishProgram(string json)
    {
        using var document = JsonDocument.Parse(json);
        return PublishProgram(document);
    }

    public string PublishProgram(JsonDocument json)
    {
        var v = ProgramVersion.Parse(json.RootElement);
        if (!programs.TryGetValue(v.Program, out var p))
        {
            programs[v.Program] = p = new ProgramLedger();
        }
        p.Publish(v);
        return v.Program;
    }

    public Outcome Apply(Fact fact, DateTimeOffset? receivedAt = null) =>
        programs.TryGetValue(fact.Program, out var p) ? p.Apply(fact, receivedAt) : new Outcome(Result.Rejected, "unknown_program");

    /// <summary>Sets the server's clock: facts that were parked until then are taken.</summary>
    public void PassTime(string program, DateTimeOffset now) => programs[program].PassTime(now);

    /// <summary>When a challenge closes or a draw is held next.</summary>
    public DateTimeOffset? NextProgramWork(string program) => programs[program].NextProgramWork();

    /// <summary>Where a program's draws get salt, position and chain from; without it they are made from the draw's name and
    /// time.</summary>
    public void SetDrawInputs(string program, Func<string, DateTimeOffset, DrawInputs> of) => programs[program].DrawInputsOf = of;

    public IReadOnlyList<HeldDraw> HeldDraws(string program) => programs[program].HeldDraws;

    public IReadOnlyList<MemberRow> Members(string program) => programs[program].Members();

    public IReadOnlyList<GrantRow> Grants(string program) => programs[program].Grants();

    public IReadOnlyList<ChallengeRow> Challenges(string program) => programs[program].Challenges();

    public IReadOnlyList<PartnerRow> Partners(string program) => programs[program].PartnerRows();

    public void AdvanceClock(string program, DateTimeOffset to) => programs[program].AdvanceClock(to);

    public Outcome Do(Step step, DateTimeOffset? receivedAt = null) =>
        step.Fact != null ? Apply(step.Fact, receivedAt) : Do(step.Command!, receivedAt);

    /// <summary>Carries out a command. An adjustment above the program's limit has the code <c>awaiting_approval</c> and moves nothing
    /// yet.</summary>
    public Outcome Do(Command command, DateTimeOffset? receivedAt = null)
    {
        if (!programs.TryGetValue(command.Program, out var p))
        {
            return new Outcome(Result.Rejected, "unknown_program");
        }
        var key = command.Key;
        var at = command.At ?? DateTimeOffset.MinValue;
        return p.Do(command, receivedAt, () => command switch
        {
            HoldValue c => p.Hold(
                key, c.Account, c.Owner ?? "", c.Unit, c.Amount, c.Value, at, c.TtlMinutes, OrderKey(c.OrderSource, c.OrderId), c.Partner),
            CaptureHold c => p.Capture(key, c.HoldId, c.Amount, at),
            ReleaseHold c => p.Release(c.HoldId, at),
            RedeemOnOrder c => p.Redeem(
                key, c.Account, c.Owner ?? "", c.Unit, c.Amount, c.Value, at, OrderKey(c.OrderSource, c.OrderId), c.Partner),
            RedeemReward c => p.RedeemReward(key, c.Account, c.Owner ?? "", c.Reward, at, c.Partner),
            RedeemVoucher c => p.BuyVoucher(key, c.Account, c.Owner ?? "", c.Unit, c.Amount, c.Value, c.ValidMonths, at, c.Partner),
            RedeemCash c => p.Redeem(key, c.Account, c.Owner ?? "", c.Unit, c.Amount, c.Value, at, null, c.Partner),
            ReverseRedemption c => p.Reverse(c.RedemptionId, c.Amount, at),
            UseVoucher c => p.UseVoucher(c.Code, at),
            CancelVoucher c => p.CancelVoucher(c.Code, at),
            AdjustValue c => p.Adjust(key, c.Account, c.Owner ?? "", c.Unit, c.Amount, at, c.By),
            ApproveAdjustment c => p.ApproveAdjustment(c.AdjustmentId, at, c.By),
            RejectAdjustment c => p.RejectAdjustment(c.AdjustmentId),
            TransferValue c => p.Transfer(key, c.FromAccount, c.FromOwner ?? "", c.ToAccount, c.ToOwner ?? "", c.Unit, c.Amount, at),
            MergeAccounts c => p.Merge(c.OldAccount, c.Survivor, at),
            FulfilGrant c => p.EndGrant(c.GrantId, "fulfilled", at),
            CancelGrant c => p.EndGrant(c.GrantId, "cancelled", at),
            ClaimFund c => p.RequestClaim(c, at),
            AddClaimProofs c => p.AddProofs(c, at),
            ApproveClaim c => p.ApproveClaim(c, at),
            RejectClaim c => p.RejectClaim(c, at),
            AdvanceProgramClock => p.AdvanceClock(at),
            _ => throw new RefusedException("unknown_fact_type"),
        });
    }

    /// <summary>The account that a merged account became part of; null for any other account.</summary>
    public string? MergedInto(string program, string account) => programs[program].MergedInto(account);

    /// <summary>The order was rejected for good, so the facts parked for it are rejected too.</summary>
    public void GiveUpOrder(string program, string source, string orderId) => programs[program].GiveUp(source, orderId);

    public int ParkedCount(string program, string source, string orderId) => programs[program].ParkedCount(source, orderId);

    public IReadOnlyList<(Fact Fact, string Code)> Rejected(string program) => programs[program].Rejected;

    public IReadOnlyList<BalanceRow> Balances(string program) => programs[program].Balances();

    public IReadOnlyList<LotRow> Lots(string program, string account) => programs[program].Lots(account);

    public IReadOnlyList<StandingRow> Standings(string program) => programs[program].Standings();

    public IReadOnlyList<RebateRow> Rebates(string program) => programs[program].Rebates();

    /// <summary>Throws where the ledger does not add up.</summary>
    public void Check(string program) => programs[program].Check();

    public int AccountCount(string program) => programs[program].AccountCount;

    public OrderExplanation? Explain(string program, string source, string orderId) => programs[program].Explain(source, orderId);

    public ExportTexts Exports(string program)
    {
        var p = programs[program];
        return new ExportTexts(
            p.BalancesCsv(), p.StandingsCsv(), p.RebatesCsv(), p.EntitlementsCsv(), p.MembersCsv(), p.GrantsCsv(), p.ChallengesCsv(),
            p.PartnersCsv());
    }

    private static string? OrderKey(string? source, string? id) => source == null || id == null ? null : source + "|" + id;
}
