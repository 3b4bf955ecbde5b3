using System.Security.Cryptography;

namespace Ledger.Host.Writing;

/// <summary>Random text from which the codes of vouchers are made.</summary>
internal static class VoucherSeed
{
    // 32 letters and digits, without 0, 1, I and O, which are mistaken for each other: 25 of them are 125 random bits.
    private const string Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private const int Length = 25;

    /// <summary>A new seed. It can also be used as a voucher's code itself.</summary>
    public static string New() => RandomNumberGenerator.GetString(Alphabet, Length);
}
