using System.Globalization;

namespace Ledger.Model;

/// <summary>Makes random commands of every kind, most of them valid.</summary>
internal sealed class RandomCommands(Random r, int digits, int accounts)
{
    private const string P = RandomProgram.Id;
    private static readonly string[] Units = ["points", "points", "points", "cashback"];
    private static readonly DateTimeOffset Ahead = new(2040, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly List<string> holds = [];
    private readonly List<string> redemptions = [];
    private readonly List<string> vouchers = [];
    private readonly List<string> adjustments = [];

    // Follow-up commands on what earlier commands made, if they made it.
    private readonly Queue<Func<string, DateTimeOffset?, Command>> soon = new();

    public Command? Next(string key, DateTimeOffset? at, Order? order)
    {
        if (r.Next(14) == 0)
        {
            return Mistake(key, at);
        }
        if (soon.TryDequeue(out var next))
        {
            return next(key, at);
        }
        var unit = Units[r.Next(Units.Length)];
        return r.Next(24) switch
        {
            < 4 => Hold(key, at, order, unit),
            < 7 => holds.Count == 0 ? null : Made(redemptions, key, new CaptureHold(P, key, at, Late(holds), Part(unit))),
            7 => holds.Count == 0 ? null : new ReleaseHold(P, key, at, Late(holds)),
            < 14 => Redeem(key, at, order, unit),
            < 16 => redemptions.Count == 0 ? null : new ReverseRedemption(P, key, at, Late(redemptions), Part(unit)),
            16 => vouchers.Count == 0 ? null
            : r.Next(3) > 0 ? new UseVoucher(P, key, at, Late(vouchers))
            : new CancelVoucher(P, key, at, Late(vouchers)),
            < 20 => Adjust(key, at, unit),
            20 => adjustments.Count == 0 ? null
            : r.Next(4) == 0 ? new RejectAdjustment(P, key, at, Late(adjustments), "bob")
            : new ApproveAdjustment(P, key, at, Late(adjustments), r.Next(3) == 0 ? "ann" : "bob"),
            _ => new TransferValue(P, key, at, Account(), Owner(), Account(), Owner(), unit, Amount(unit)),
        };
    }

    /// <summary>Pays a little of an order with points, or sets it aside and soon captures it.</summary>
    public Command Pay(string key, DateTimeOffset? at, Order order)
    {
        if (r.Next(2) == 0)
        {
            var paid = new RedeemOnOrder(P, key, at, order.AccountId, null, "points", r.Next(5, 12), order.Source, order.OrderId);
            return Made(redemptions, key, paid);
        }
        holds.Add(key);
        soon.Enqueue((k, at) => Made(redemptions, k, new CaptureHold(P, k, at, key, Part("points"))));
        return new HoldValue(P, key, at, order.AccountId, null, "points", r.Next(5, 12), 10_080, order.Source, order.OrderId);
    }

    /// <summary>The same command, its numbers written longer.</summary>
    public static Command Same(Command command) => command switch
    {
        HoldValue c => c with { Amount = c.Amount * 1.00m, Value = c.Value * 1.00m },
        CaptureHold c => c with { Amount = c.Amount * 1.0m },
        RedeemOnOrder c => c with { Amount = c.Amount * 1.00m },
        RedeemVoucher c => c with { Amount = c.Amount * 1.0m },
        RedeemCash c => c with { Amount = c.Amount * 1.000m },
        ReverseRedemption c => c with { Amount = c.Amount * 1.0m },
        AdjustValue c => c with { Amount = c.Amount * 1.0m, By = "cleo" },
        TransferValue c => c with { Amount = c.Amount * 1.00m },
        _ => command,
    };

    /// <summary>Another command under the same key.</summary>
    public static Command Other(Command command) => command switch
    {
        AdvanceProgramClock => command,
        HoldValue c => c with { TtlMinutes = c.TtlMinutes + 1 },
        CaptureHold c => new ReleaseHold(P, c.Key, c.At, c.HoldId),
        ReleaseHold c => c with { At = c.At is null ? Ahead.AddYears(-30) : null },
        RedeemOnOrder c => c with { Amount = (c.Amount ?? 0) + 1 },
        RedeemVoucher c => c with { ValidMonths = (c.ValidMonths ?? 0) + 1 },
        RedeemCash c => c with { Owner = c.Owner is null ? "c0" : null },
        ReverseRedemption c => c with { Amount = (c.Amount ?? 0) + 1 },
        UseVoucher c => new CancelVoucher(P, c.Key, c.At, c.Code),
        AdjustValue c => c with { Reason = "other" },
        ApproveAdjustment c => new RejectAdjustment(P, c.Key, c.At, c.AdjustmentId, c.By),
        TransferValue c => c with { Amount = c.Amount + 1 },
        MergeAccounts c => c with { Survivor = "A0" == c.Survivor ? "A1" : "A0" },
        _ => command with { At = command.At?.AddMinutes(1) },
    };

    private HoldValue Hold(string key, DateTimeOffset? at, Order? order, string unit)
    {
        holds.Add(key);
        if (r.Next(2) == 0)
        {
            soon.Enqueue(r.Next(4) > 0
                ? (k, at) => Made(redemptions, k, new CaptureHold(P, k, at, key, Part(unit)))
                : (k, at) => new ReleaseHold(P, k, at, key));
        }
        bool named = order != null && r.Next(2) == 0;
        bool byValue = r.Next(4) == 0;
        return new HoldValue(
            P, key, at, named ? order!.AccountId : Account(), Owner(), unit, byValue ? null : Amount(unit), r.Next(1, 10081),
            named ? order!.Source : null, named ? order!.OrderId : null, byValue ? Amount("cashback") : null);
    }

    private Command? Redeem(string key, DateTimeOffset? at, Order? order, string unit)
    {
        decimal? value = r.Next(5) == 0 ? Amount("cashback") : null;
        decimal? amount = value == null ? Amount(unit) : null;
        switch (r.Next(5))
        {
            case 0:
                return Made(
                    redemptions, key,
                    new RedeemCash(P, key, at, Account(), Owner(), r.Next(6) == 0 ? "points" : "cashback", Amount("cashback")));
            case 1:
                vouchers.Add("V-" + key);
                if (r.Next(2) == 0)
                {
                    soon.Enqueue((k, at) => new UseVoucher(P, k, at, "V-" + key));
                }
                return Made(
                    redemptions, key,
                    new RedeemVoucher(P, key, at, Account(), Owner(), unit, amount, r.Next(2) == 0 ? null : r.Next(1, 4), value));
            case 2:
                return Made(redemptions, key, new RedeemReward(P, key, at, Account(), Owner(), r.Next(3) == 0 ? "mug" : "cup"));
            default:
                return order == null
                    ? null
                    : Made(
                        redemptions, key,
                        new RedeemOnOrder(P, key, at, order.AccountId, Owner(), unit, amount, order.Source, order.OrderId, value));
        }
    }

    private AdjustValue Adjust(string key, DateTimeOffset? at, string unit)
    {
        adjustments.Add(key);
        var amount = Amount(unit);
        if (amount > 60 && r.Next(2) == 0)
        {
            soon.Enqueue(
                (k, at) => r.Next(5) == 0 ? new RejectAdjustment(P, k, at, key, "bob") : new ApproveAdjustment(P, k, at, key, "bob"));
        }
        return new AdjustValue(
            P, key, at, Account(), Owner(), unit == "cashback" && r.Next(2) == 0 ? "fund" : unit, r.Next(2) == 0 ? amount : -amount, "ann");
    }

    private Command Mistake(string key, DateTimeOffset? at) => r.Next(26) switch
    {
        0 => new HoldValue(P, key, at, "nobody", null, "points", 1, 60),
        1 => new HoldValue(P, key, at, "A0", "c 0", "points", 1, 60),
        2 => new HoldValue(P, key, at, "A0", null, "miles", 1, 60),
        3 => new HoldValue(P, key, at, "A0", null, "points", 1, 60, "shop"),
        4 => new HoldValue(P, key, at, "A0", null, "points", 0, 60),
        5 => new HoldValue(P, key, at, "A0", null, "points", 1.5m, 60),
        6 => new HoldValue(P, key, at, "A0", null, "points", 20, r.Next(2) == 0 ? 0 : 10_081),
        7 => new HoldValue(P, key, at, "A0", null, "fund", 1, 60),
        8 => new HoldValue(P, "a key", at, "A0", null, "points", 1, 60),
        9 => new RedeemVoucher(P, key, at, "A0", null, "points", null),
        10 => new RedeemVoucher(P, key, at, "A0", null, "points", 20, null, 1),
        11 => new RedeemVoucher(P, key, at, "A0", null, "points", 20, 0),
        12 => new RedeemOnOrder(P, key, at, "A0", null, "points", 20, null, null),
        13 => new RedeemOnOrder(P, key, at, "A0", null, "points", 20, "shop", "none"),
        14 => new RedeemCash(P, key, at, "A0", null, "fund", 1),
        15 => new RedeemCash(P, key, at, "A0", null, "cashback", 0.0001m),
        16 => new RedeemReward(P, key, at, "A0", null, "none"),
        17 => new CaptureHold(P, key, at, "none", null),
        18 => new CaptureHold(P, key, at, holds.Count > 0 ? Late(holds) : "none", -1),
        19 => new ReverseRedemption(P, key, at, redemptions.Count > 0 ? Late(redemptions) : "none", 100_000),
        20 => new UseVoucher(P, key, at, "V-none"),
        21 => new AdjustValue(P, key, at, "A0", null, "points", 0, "ann"),
        22 => new AdjustValue(P, key, at, "A0", null, "points", 5, "ann", " "),
        23 => new ApproveAdjustment(P, key, at, "none", "bob"),
        24 => new TransferValue(P, key, at, "A0", null, r.Next(2) == 0 ? "nobody" : "A0", null, "points", 1),
        _ => new TransferValue(P, key, Ahead, "A0", null, "A1", null, "points", 1),
    };

    private static Command Made(List<string> list, string key, Command command)
    {
        list.Add(key);
        return command;
    }

    private string Late(List<string> list) => list[^(1 + r.Next(Math.Min(5, list.Count)))];

    private string Account() => "A" + r.Next(accounts).ToString(CultureInfo.InvariantCulture);

    private string? Owner() => r.Next(8) == 0 ? "c" + r.Next(2).ToString(CultureInfo.InvariantCulture) : null;

    private decimal Amount(string unit) => unit == "points"
            ? r.Next(1, r.Next(3) > 0 ? 16 : 90)
            : Math.Max(decimal.Round(r.Next(1, 4000) / 1000m, digits), digits == 0 ? 1 : 0.01m);

    private decimal? Part(string unit) => r.Next(2) == 0 ? null : unit == "points" ? r.Next(1, 12) : digits == 0 ? 1m : 0.5m;
}
