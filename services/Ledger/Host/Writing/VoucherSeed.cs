using System.Security.Cryptography;

namespace Ledger.Host.Writing;

/// <summary>Random text from which the codes of vouchers are made.</summary>
internal static class VoucherSeed
{
    // 26 letters and digits that nobody mistakes for one another: 125 bits that cannot be guessed.
    private const string Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private const int Length = 25;

    /// <summary>A new one; it can be a voucher's code itself.</summary>
    public static string New() => RandomNumberGenerator.GetString(Alphabet, Length);
}
