using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ledger.Domain.Spending;

/// <summary>Codes of vouchers that facts and prizes issue: whoever knows one code of a seed cannot tell another.</summary>
internal static class VoucherCodes
{
    // Crockford's base 32: no letters that are taken for digits.
    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 25;

    /// <param name="seed">Random text.</param>
    /// <param name="number">Which code of the seed, from 0.</param>
    public static string Of(string seed, int number)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}\n{number}")));
        return string.Create(Length, hash, (code, bytes) =>
        {
            for (var i = 0; i < code.Length; i++) code[i] = Letters[bytes[i] % Letters.Length];
        });
    }
}
