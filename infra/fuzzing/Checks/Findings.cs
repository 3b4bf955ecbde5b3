using System.Collections.Concurrent;
using System.Globalization;

namespace Ledger.Fuzz.Checks;

/// <summary>The findings, each kind once, with its smallest case on disk.</summary>
/// <param name="folder">Where cases are saved.</param>
/// <param name="seed">Part of their names.</param>
public sealed class Findings(string folder, ulong seed)
{
    private readonly ConcurrentDictionary<string, (int Order, Finding Finding, string? File, int Count)> all = new(StringComparer.Ordinal);
    private int made;

    public bool Any => !all.IsEmpty;

    /// <summary>A few lines for each, in the order they were found.</summary>
    public IReadOnlyList<string> Told => [.. all.Values.OrderBy(one => one.Order).Select(one => Tell(one.Finding, one.File, one.Count))];

    /// <summary>Adds a finding; true when it is the first of its kind, so that its case must be saved.</summary>
    public bool Add(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return all.AddOrUpdate(finding.Signature, _ => (Interlocked.Increment(ref made), finding, null, 1), (_, known) =>
            known with { Count = known.Count + 1 }).Count == 1;
    }

    /// <summary>Saves a case in the bytes that were sent.</summary>
    public void Save(Finding finding, byte[] bytes, string description)
    {
        ArgumentNullException.ThrowIfNull(finding);
        Directory.CreateDirectory(folder);
        var words = string.Concat(finding.Signature.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-'));
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture,
            $"{seed}-{all[finding.Signature].Order}-{words[..Math.Min(60, words.Length)]}"));
        File.WriteAllBytes(path + ".bin", bytes);
        File.WriteAllText(path + ".txt", $"{finding.Signature}\n\n{description}\n\nanswer:\n{finding.Answer}\n");
        all.AddOrUpdate(finding.Signature, _ => throw new InvalidOperationException("Only what was added is saved."), (_, known) =>
            known with { File = path + ".bin" });
    }

    private static string Tell(Finding finding, string? file, int count) =>
        $"{finding.Signature} ({count} times){(file is null ? "" : $"\n    case   {file}")}\n    answer {Shortened(finding.Answer)}";

    private static string Shortened(string text) => text.ReplaceLineEndings(" ") is var line && line.Length > 500 ? line[..500] + "…"
        : line;
}
