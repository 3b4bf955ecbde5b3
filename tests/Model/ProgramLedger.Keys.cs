using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ledger.Model;

internal sealed partial class ProgramLedger
{
    /// <summary>For a bound key, the first outcome, or a conflict if the content differs; null for a new key.</summary>
    private Outcome? Known(string key, string content)
    {
        if (!keys.TryGetValue(key, out var first))
        {
            return null;
        }
        return first.Content == content ? new Outcome(Result.Repeated, first.Outcome.Code) : new Outcome(Result.Conflict, "conflict");
    }

    private Outcome Bind(string key, string content, Outcome outcome)
    {
        keys[key] = (content, outcome);
        return outcome;
    }

    private static string Digest(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    private static string Text(decimal d) => d.ToString("0.############################", CultureInfo.InvariantCulture);
    private static string Quote(string? s) => s == null ? "-" : s.Length + ":" + s;
    private static string Ticks(DateTimeOffset t) => t.UtcTicks.ToString(CultureInfo.InvariantCulture);
}
