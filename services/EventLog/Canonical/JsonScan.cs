namespace Ledger.EventLog.Canonical;

/// <summary>A cursor in JSON text, with the steps that move it.</summary>
internal ref struct JsonScan(ReadOnlySpan<byte> json)
{
    private readonly ReadOnlySpan<byte> json = json;
    private int at;

    public readonly bool AtEnd => at == json.Length;

    public readonly byte Next => at < json.Length ? json[at] : (byte)0;

    public readonly ReadOnlySpan<byte> Rest => json[at..];

    public void Skip(int count) => at += count;

    public void SkipSpace()
    {
        while (Next is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r') at++;
    }

    public bool Take(byte expected)
    {
        if (at >= json.Length || json[at] != expected) return false;
        at++;
        return true;
    }

    public void Require(byte expected)
    {
        if (!Take(expected)) throw Refused($"'{(char)expected}' was expected");
    }

    public ReadOnlySpan<byte> Digits()
    {
        var length = Rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        var digits = length < 0 ? Rest : Rest[..length];
        at += digits.Length;
        return digits;
    }

    public ReadOnlySpan<byte> RequiredDigits()
    {
        var digits = Digits();
        return digits.Length > 0 ? digits : throw Refused("a digit was expected");
    }

    /// <summary>Reads the exponent of a number. A huge one is limited to a size that <see cref="CanonicalNumber"/> refuses.</summary>
    public int Exponent()
    {
        var negative = Take((byte)'-');
        if (!negative) Take((byte)'+');
        var value = 0;
        foreach (var digit in RequiredDigits()) value = Math.Min(value * 10 + (digit - '0'), 10_000_000);
        return negative ? -value : value;
    }

    public readonly CanonicalJsonException Refused(string why) => new($"The JSON is refused at byte {at}: {why}.");
}
