namespace Ledger.Rules.Domain.States;

/// <summary>A voucher was used or cancelled.</summary>
public enum VoucherState
{
    /// <summary>Nothing yet: it can be used.</summary>
    Issued,

    /// <summary>It paid for something.</summary>
    Used,

    /// <summary>It was taken back, and what paid for it with it.</summary>
    Cancelled,
}

/// <summary>The names of the states of vouchers, as they are stored and shown.</summary>
public static class VoucherStateNames
{
    public const string Issued = "issued";
    public const string Used = "used";
    public const string Cancelled = "cancelled";

    /// <summary>All reports, in the order of the list.</summary>
    public static IReadOnlyList<string> All { get; } = [Issued, Used, Cancelled];

    /// <summary>The state that a voucher names.</summary>
    /// <exception cref="UnknownStateException">There is none.</exception>
    public static VoucherState Of(string name) => name switch
    {
        Issued => VoucherState.Issued,
        Used => VoucherState.Used,
        Cancelled => VoucherState.Cancelled,
        _ => throw new UnknownStateException("voucher", name),
    };

    /// <summary>The name of a state.</summary>
    public static string NameOf(VoucherState state) => state switch
    {
        VoucherState.Issued => Issued,
        VoucherState.Used => Used,
        VoucherState.Cancelled => Cancelled,
    };

    /// <summary>Whether a voucher can still be used or cancelled.</summary>
    public static bool IsOpen(this VoucherState state) => state switch
    {
        VoucherState.Issued => true,
        VoucherState.Used or VoucherState.Cancelled => false,
    };
}
