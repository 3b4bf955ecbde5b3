namespace Ledger.Projections.Domain;

/// <summary>A voucher was issued.</summary>
public sealed record SeenVoucher : SeenAccountEvent
{
    public required string Code { get; init; }

    /// <summary>The redemption that paid for it, or the grant that it fulfils.</summary>
    public required string RedemptionId { get; init; }

    public required decimal Value { get; init; }

    public DateTimeOffset? ValidUntil { get; init; }
}

/// <summary>What became of a voucher.</summary>
public abstract record SeenVoucherEnd : SeenAccountEvent
{
    public required string Code { get; init; }
}

/// <summary>A voucher was used.</summary>
public sealed record SeenVoucherUse : SeenVoucherEnd
{
    public string? Order { get; init; }
}

/// <summary>A voucher was cancelled before it was used.</summary>
public sealed record SeenVoucherCancellation : SeenVoucherEnd;
