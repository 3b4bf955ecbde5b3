namespace Ledger.Projections.Domain.Reading;

/// <summary>A voucher was issued.</summary>
public sealed record VoucherData : AccountEventData
{
    public required string Code { get; init; }

    /// <summary>The redemption that paid for it, or the grant that it fulfils.</summary>
    public required string RedemptionId { get; init; }

    public required decimal Value { get; init; }

    public DateTimeOffset? ValidUntil { get; init; }
}

/// <summary>A voucher was used or cancelled.</summary>
public abstract record VoucherEndData : AccountEventData
{
    public required string Code { get; init; }
}

/// <summary>A voucher was used.</summary>
public sealed record VoucherUseData : VoucherEndData
{
    public string? Order { get; init; }
}

/// <summary>A voucher was cancelled before it was used.</summary>
public sealed record VoucherCancellationData : VoucherEndData;
