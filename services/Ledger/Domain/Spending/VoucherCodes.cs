using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ledger.Domain.Spending;

/// <summary>Codes of vouchers that facts and prizes issue. Nobody can derive another code of a seed from one of its codes.</summary>
internal static class VoucherCodes
{
    // Crockford's base 32: it has no letters that are mistaken for digits.
    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 25;

    /// <param name="seed">Random text, kept secret.</param>
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
