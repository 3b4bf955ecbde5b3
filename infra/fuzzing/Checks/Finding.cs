namespace Ledger.Fuzz.Checks;

/// <summary>Something that must not be.</summary>
/// <param name="Kind">Stable words: two findings with the same kind and detail are one, found twice.</param>
/// <param name="Detail">What distinguishes it from others of its kind: a code, a status, a text.</param>
/// <param name="Answer">What came back.</param>
public sealed record Finding(string Kind, string Detail, string Answer)
{
    /// <summary>Findings with the same one are told once.</summary>
    public string Signature => $"{Kind}: {Detail}";
}
