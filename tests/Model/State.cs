using System.Numerics;

namespace Ledger.Model;

internal enum LotState
{
    Pending,
    Active,
    Expired,
}

internal sealed class Lot
{
    public required long Id { get; set; }
    public required string Cause { get; init; }
    public required string Owner { get; init; }
    public required string Unit { get; init; }
    public string Sub { get; init; } = "";
    public LotState State { get; set; }
    public DateTimeOffset? ActivateAt { get; set; }
    public DateTimeOffset? ExpireAt { get; set; }
    public DateTimeOffset? OriginalExpireAt { get; init; }
    public BigInteger Pending { get; set; }
    public BigInteger Free { get; set; }
    public BigInteger Held { get; set; }

    /// <summary>Redeemed, transferred, adjusted away or used to pay arrears.</summary>
    public BigInteger Spent { get; set; }

    public BigInteger Expired { get; set; }

    public Lot Copy() => (Lot)MemberwiseClone();

    /// <summary>The same lot under another number.</summary>
    public Lot Renumbered(long id)
    {
        var c = Copy();
        c.Id = id;
        return c;
    }
}

internal sealed class Wallet
{
    public BigInteger Accrued { get; set; }
    public BigInteger Reversed { get; set; }
    public BigInteger Redeemed { get; set; }
    public BigInteger Expired { get; set; }
    public BigInteger Adjusted { get; set; }
    public BigInteger Arrears { get; set; }
    public bool EverCredited { get; set; }

    public Wallet Copy() => (Wallet)MemberwiseClone();
}

/// <summary>What the rules gave so far for one cause in one wallet, and how much of decreases was not taken back.</summary>
internal sealed class CauseState
{
    public BigInteger Evaluated { get; set; }

    /// <summary>The part that was granted after the budget's cuts.</summary>
    public BigInteger Granted { get; set; }

    public BigInteger Waived { get; set; }
    public BigInteger Opened { get; set; }

    public CauseState Copy() => (CauseState)MemberwiseClone();
}

internal sealed record Allocation(long LotId, BigInteger Amount, BigInteger Restored);

internal sealed class Hold
{
    public required string Id { get; init; }
    public required string Owner { get; init; }
    public required string Unit { get; init; }
    public string? Order { get; init; }

    /// <summary>The partner that will redeem what is held, if any.</summary>
    public string? Partner { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }
    public long Number { get; init; }
    public bool Open { get; set; } = true;

    /// <summary>How it ended: captured, released or expired.</summary>
    public string Ended { get; set; } = "";

    public List<Allocation> Allocations { get; set; } = [];

    public Hold Copy()
    {
        var c = (Hold)MemberwiseClone();
        c.Allocations = [.. Allocations];
        return c;
    }
}

internal sealed class Redemption
{
    public required string Id { get; init; }
    public required string Owner { get; init; }
    public required string Unit { get; init; }
    public string? Order { get; init; }
    public string? Reward { get; init; }
    public string? Partner { get; init; }

    /// <summary>The order's net when it was paid with this.</summary>
    public Rational PaidNet { get; init; }

    public List<Allocation> Allocations { get; set; } = [];

    public BigInteger Amount
    {
        get
        {
            BigInteger sum = 0;
            foreach (var a in Allocations)
            {
                sum += a.Amount;
            }
            return sum;
        }
    }

    public BigInteger Restored
    {
        get
        {
            BigInteger sum = 0;
            foreach (var a in Allocations)
            {
                sum += a.Restored;
            }
            return sum;
        }
    }

    public Redemption Copy()
    {
        var c = (Redemption)MemberwiseClone();
        c.Allocations = [.. Allocations];
        return c;
    }
}

internal sealed class RebatePeriod
{
    public required ProgramVersion Version { get; init; }
    public required Rebate Rule { get; init; }
    public required string Label { get; init; }

    /// <summary>The account that closes it, and whose row it is.</summary>
    public required string Origin { get; set; }

    public int FirstMonth { get; init; }
    public int NextMonth { get; init; }
    public DateTimeOffset Start { get; init; }
    public DateTimeOffset End { get; init; }
    public HashSet<string> Origins { get; set; } = new(StringComparer.Ordinal);
    public bool Closed { get; set; }
    public Rational Basis { get; set; }
    public BigInteger Amount { get; set; }
    public string Cause => "rebate|" + Rule.Id + "|" + Label + "|" + Origin;

    public RebatePeriod Copy()
    {
        var c = (RebatePeriod)MemberwiseClone();
        c.Origins = new(Origins, StringComparer.Ordinal);
        return c;
    }
}

/// <summary>A fund's claim (mechanics.md §5): requested, approved, rejected or expired. Its value is held by the hold of the same
/// id.</summary>
internal sealed record Claim(string Id, string Fund, string By, BigInteger Amount, List<Proof> Proofs)
{
    public string State { get; init; } = "requested";
}

/// <summary>A reward owed to an account (mechanics.md §4).</summary>
internal sealed record Grant(string Id, string Account, string Reward, string State, bool FromDraw);

/// <summary>A notice that an amount of a lot will expire (mechanics.md §11).</summary>
internal sealed record Notice(long LotId, int Days, BigInteger Amount, DateTimeOffset ExpiresAt);
