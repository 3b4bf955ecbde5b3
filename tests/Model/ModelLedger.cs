using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Ledger.Model;

/// <summary>Amounts are points, or minor units of money.</summary>
public sealed record BalanceRow(
    string AccountId, string Owner, string Unit, BigInteger Pending, BigInteger Available, BigInteger Held, BigInteger Arrears, BigInteger Accrued, BigInteger Reversed,
    BigInteger Redeemed, BigInteger Expired, BigInteger Adjusted);

public sealed record LotRow(
    string Cause, string Owner, string Unit, string State, DateTimeOffset? ActivateAt, DateTimeOffset? ExpireAt, BigInteger Pending, BigInteger Free, BigInteger Held,
    BigInteger Spent, BigInteger Expired);

public sealed record StandingRow(string AccountId, string Tier, DateTimeOffset Since, string Metric, int Orders, DateTimeOffset? GraceUntil);

public sealed record ExportTexts(string Balances, string Standings, string Rebates, string Entitlements);

/// <summary>
/// A plain in-memory ledger written from the domain page alone, to be compared with the real one. An owner is null for the account itself, else a contact's id.
/// The key of a command is its Idempotency-Key and the id of the hold, redemption, adjustment or transfer it makes.
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

    public void AdvanceClock(string program, DateTimeOffset to) => programs[program].AdvanceClock(to);

    public Outcome Hold(
        string program, string key, string account, string? owner, string unit, decimal amount, DateTimeOffset at, int ttlMinutes, string? orderSource = null, string? orderId = null) =>
        Run(program, key, $"hold {account} {owner} {unit} {Number(amount)} {ttlMinutes} {orderSource} {orderId}", at, p =>
            p.Hold(key, account, owner ?? "", unit, amount, at, ttlMinutes, OrderKey(orderSource, orderId)));

    /// <summary>Spends a hold, in full or part. The command's key becomes the redemption's id.</summary>
    public Outcome Capture(string program, string key, string holdId, decimal? amount, DateTimeOffset at) =>
        Run(program, key, $"capture {holdId} {Number(amount)}", at, p => p.Capture(key, holdId, amount, at));

    public Outcome Release(string program, string key, string holdId, DateTimeOffset at) => Run(program, key, $"release {holdId}", at, p => p.Release(holdId, at));

    public Outcome RedeemOnOrder(string program, string key, string account, string? owner, string unit, decimal amount, DateTimeOffset at, string orderSource, string orderId) =>
        Run(program, key, $"order {account} {owner} {unit} {Number(amount)} {orderSource} {orderId}", at, p =>
            p.Redeem(key, account, owner ?? "", unit, amount, at, OrderKey(orderSource, orderId)));

    public Outcome RedeemReward(string program, string key, string account, string? owner, string reward, DateTimeOffset at) =>
        Run(program, key, $"reward {account} {owner} {reward}", at, p => p.RedeemReward(key, account, owner ?? "", reward, at));

    public Outcome RedeemVoucher(string program, string key, string account, string? owner, string unit, decimal amount, DateTimeOffset at) =>
        Run(program, key, $"voucher {account} {owner} {unit} {Number(amount)}", at, p => p.Redeem(key, account, owner ?? "", unit, amount, at, null));

    public Outcome RedeemCash(string program, string key, string account, string? owner, string unit, decimal amount, DateTimeOffset at) =>
        Run(program, key, $"cash {account} {owner} {unit} {Number(amount)}", at, p => p.Redeem(key, account, owner ?? "", unit, amount, at, null));

    public Outcome ReverseRedemption(string program, string key, string redemptionId, decimal? amount, DateTimeOffset at) =>
        Run(program, key, $"reverse {redemptionId} {Number(amount)}", at, p => p.Reverse(redemptionId, amount, at));

    /// <summary>A change by hand; above the program's limit the outcome's code is <c>awaiting_approval</c> and nothing has moved.</summary>
    public Outcome Adjust(string program, string key, string account, string? owner, string unit, decimal amount, DateTimeOffset at, string by) =>
        Run(program, key, $"adjust {account} {owner} {unit} {Number(amount)} {by}", at, p => p.Adjust(key, account, owner ?? "", unit, amount, at, by));

    public Outcome ApproveAdjustment(string program, string key, string adjustmentId, DateTimeOffset at, string by) =>
        Run(program, key, $"approve {adjustmentId} {by}", at, p => p.ApproveAdjustment(adjustmentId, at, by));

    public Outcome Transfer(
        string program, string key, string fromAccount, string? fromOwner, string toAccount, string? toOwner, string unit, decimal amount, DateTimeOffset at) =>
        Run(program, key, $"transfer {fromAccount} {fromOwner} {toAccount} {toOwner} {unit} {Number(amount)}", at, p =>
            p.Transfer(key, fromAccount, fromOwner ?? "", toAccount, toOwner ?? "", unit, amount, at));

    public Outcome Merge(string program, string key, string oldAccount, string survivor, DateTimeOffset at) =>
        Run(program, key, $"merge {oldAccount} {survivor}", at, p => p.Merge(oldAccount, survivor, at));

    /// <summary>The order was rejected for good: so is what waits for it.</summary>
    public void GiveUpOrder(string program, string source, string orderId) => programs[program].GiveUp(source, orderId);

    public int ParkedCount(string program, string source, string orderId) => programs[program].ParkedCount(source, orderId);

    public IReadOnlyList<(Fact Fact, string Code)> Rejected(string program) => programs[program].Rejected;

    public IReadOnlyList<BalanceRow> Balances(string program) => programs[program].Balances();

    public IReadOnlyList<LotRow> Lots(string program, string account) => programs[program].Lots(account);

    public IReadOnlyList<StandingRow> Standings(string program) => programs[program].Standings();

    public int AccountCount(string program) => programs[program].AccountCount;

    public ExportTexts Exports(string program)
    {
        var p = programs[program];
        return new ExportTexts(p.BalancesCsv(), p.StandingsCsv(), p.RebatesCsv(), p.EntitlementsCsv());
    }

    private Outcome Run(string program, string key, string content, DateTimeOffset at, Func<ProgramLedger, Outcome> run) =>
        programs.TryGetValue(program, out var p)
            ? p.Command(key, content + " " + at.UtcTicks.ToString(CultureInfo.InvariantCulture), () => run(p))
            : new Outcome(Result.Rejected, "unknown_program");

    private static string? OrderKey(string? source, string? id) => source == null || id == null ? null : source + "|" + id;

    private static string Number(decimal? d) => d?.ToString("0.############################", CultureInfo.InvariantCulture) ?? "all";
}
