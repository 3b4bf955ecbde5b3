using System.Text.RegularExpressions;

namespace Ledger.Keys;

/// <summary>
/// Names of keys. A name stands in the log for whoever acted, and four eyes are told apart by it: so there are no two spellings of one
/// name, and a name that was revoked and is added again is still the same person.
/// </summary>
public static partial class KeyNames
{
    // What the log says where no key was shown.
    private static readonly string[] Taken = ["bus", "anonymous"];

    /// <summary>Whether a name stands in the log for whoever showed nothing.</summary>
    public static bool IsTaken(string name) => Taken.Contains(name);

    /// <exception cref="KeyRefusedException">It cannot be a name.</exception>
    public static void Check(string name)
    {
        if (!Pattern().IsMatch(name))
        {
            throw new KeyRefusedException(
                "malformed_name", "A key's name is 1 to 64 of a-z, 0-9 and . _ @ -, and begins with a letter or digit.");
        }
        if (IsTaken(name)) throw new KeyRefusedException("name_taken", $"{name} stands in the log for whoever showed no key.");
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._@-]{0,63}\z")]
    private static partial Regex Pattern();
}
