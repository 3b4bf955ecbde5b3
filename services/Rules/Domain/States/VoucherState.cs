namespace Ledger.Rules.Domain.States;

/// <summary>The state of a voucher.</summary>
public enum VoucherState
{
    /// <summary>It can be used.</summary>
    Issued,

    /// <summary>It paid for something.</summary>
    Used,

    /// <summary>It was cancelled, and the points that paid for it were given back.</summary>
    Cancelled,
}

/// <summary>The names of the states of vouchers, as they are stored and shown.</summary>
public static class VoucherStateNames
{
    public const string Issued = "issued";
    public const string Used = "used";
    public const string Cancelled = "cancelled";

    /// <summary>The names of all states, in the order of lists and documents.</summary>
    public static IReadOnlyList<string> All { get; } = [Issued, Used, Cancelled];

    /// <summary>The state that a voucher names.</summary>
    /// <exception cref="UnknownNameException">There is none.</exception>
    public static VoucherState Of(string name) => name switch
    {
        Issued => VoucherState.Issued,
        Used => VoucherState.Used,
        Cancelled => VoucherState.Cancelled,
        _ => throw new UnknownNameException("voucher state", name),
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
