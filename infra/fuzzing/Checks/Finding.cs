namespace Ledger.Fuzz.Checks;

/// <summary>A fault that was found.</summary>
/// <param name="Kind">Stable words: two findings with the same kind and detail are one, found twice.</param>
/// <param name="Detail">What distinguishes it from others of its kind: a code, a status, a text.</param>
/// <param name="Answer">The answer.</param>
public sealed record Finding(string Kind, string Detail, string Answer)
{
    /// <summary>Findings with the same key are reported once.</summary>
    public string Signature => $"{Kind}: {Detail}";
}
