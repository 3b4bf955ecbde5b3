using System.Globalization;
using System.Numerics;

namespace Ledger.Contracts.V1;

/// <summary>The canonical text of an exact number: a plain decimal without trailing zeros when it terminates, else a fraction in lowest
/// terms.</summary>
internal static class ExactText
{
    /// <summary>Room for any number that <see cref="TryWriteSmall"/> writes: sign, point and 19 digits, or 18 after "0.".</summary>
    public const int SmallMax = 24;

    public static string Write(Exact value)
    {
        Span<char> text = stackalloc char[SmallMax];
        return TryWriteSmall(value, text, out var length) ? new string(text[..length]) : WriteAny(value.Reduced());
    }

    /// <summary>The fast path, which nearly every number takes: 64-bit integers whose denominator is a power of ten. False for any other
    /// number.</summary>
    public static bool TryWriteSmall(Exact value, Span<char> text, out int length)
    {
        length = 0;
        if (!value.TryGetSmall(out var numerator, out var denominator)) return false;
        var decimals = 0;
        for (; denominator % 10 == 0; denominator /= 10)
        {
            if (decimals > 0 || numerator % 10 != 0) decimals++;
            else numerator /= 10;
        }

        if (denominator != 1) return false;
        if (numerator < 0)
        {
            text[length++] = '-';
            numerator = -numerator;
        }

        Span<char> digits = stackalloc char[20];
        numerator.TryFormat(digits, out var count, provider: CultureInfo.InvariantCulture);
        var whole = Math.Max(count - decimals, 0);
        if (whole == 0) text[length++] = '0';
        digits[..whole].CopyTo(text[length..]);
        length += whole;
        if (decimals == 0) return true;
        text[length++] = '.';
        for (var zeros = decimals - count; zeros > 0; zeros--) text[length++] = '0';
        digits[whole..count].CopyTo(text[length..]);
        length += count - whole;
        return true;
    }

    /// <exception cref="FormatException">The text is neither a plain decimal nor a fraction.</exception>
    public static Exact Read(ReadOnlySpan<char> text)
    {
        if (TryReadSmall(text, out var small)) return small;
        var slash = text.IndexOf('/');
        if (slash >= 0)
        {
            var denominator = Integer(text[(slash + 1)..]);
            return denominator.Sign > 0
                ? Exact.Ratio(Integer(text[..slash]), denominator)
                : throw new FormatException("A fraction has a positive denominator.");
        }

        var dot = text.IndexOf('.');
        return dot < 0
            ? Exact.Ratio(Integer(text), BigInteger.One)
            : Exact.Ratio(Integer(string.Concat(text[..dot], text[(dot + 1)..])), BigInteger.Pow(10, text.Length - dot - 1));

        static BigInteger Integer(ReadOnlySpan<char> digits) =>
            BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }

    private static bool TryReadSmall(ReadOnlySpan<char> text, out Exact value)
    {
        value = default;
        var negative = text.Length > 0 && text[0] == '-';
        var digits = negative ? text[1..] : text;
        if (digits.Length is 0 or > 18) return false;
        long number = 0;
        var point = -1;
        for (var i = 0; i < digits.Length; i++)
        {
            if (char.IsAsciiDigit(digits[i])) number = (number * 10) + (digits[i] - '0');
            else if (digits[i] == '.' && point < 0 && i > 0) point = i;
            else return false;
        }

        value = Exact.Small(negative ? -number : number, point < 0 ? 0 : digits.Length - point - 1);
        return true;
    }

    private static string WriteAny(Exact value)
    {
        var denominator = value.Denominator;
        if (denominator.IsOne) return value.Numerator.ToString(CultureInfo.InvariantCulture);
        var rest = denominator;
        int twos = 0, fives = 0;
        for (; (rest % 5).IsZero; rest /= 5) fives++;
        for (; rest.IsEven; rest >>= 1) twos++;
        if (!rest.IsOne) return string.Create(CultureInfo.InvariantCulture, $"{value.Numerator}/{denominator}");

        var digits = Math.Max(twos, fives);
        var scaled = BigInteger.Abs(value.Numerator) * BigInteger.Pow(10, digits) / denominator;
        var text = scaled.ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        return (value.Sign < 0 ? "-" : "") + text[..^digits] + "." + text[^digits..];
    }
}
