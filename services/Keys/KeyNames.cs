using System.Text.RegularExpressions;

namespace Ledger.Keys;

/// <summary>
/// Names of keys. The log records the name as the principal, and the four-eyes rule compares names. So a name has only one spelling, and a
/// key added again under a revoked name counts as the same person.
/// </summary>
public static partial class KeyNames
{
    // Principals that the log records where no key was used.
    private static readonly string[] Taken = ["bus", "anonymous"];

    /// <summary>Whether the log uses a name where no key was used, so that no key may have it.</summary>
    public static bool IsTaken(string name) => Taken.Contains(name);

    /// <exception cref="KeyRefusedException">The text cannot be a name.</exception>
    public static void Check(string name)
    {
        if (!Pattern().IsMatch(name))
        {
            throw new KeyRefusedException(
                "malformed_name", "A key's name is 1 to 64 of a-z, 0-9 and . _ @ -, and begins with a letter or digit.");
        }
        if (IsTaken(name)) throw new KeyRefusedException("name_taken", $"{name} is reserved: the log uses it where no key was used.");
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._@-]{0,63}\z")]
    private static partial Regex Pattern();
}
