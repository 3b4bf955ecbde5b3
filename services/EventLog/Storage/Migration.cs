using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Ledger.EventLog.Storage;

/// <summary>A script for the ledger's own tables (<c>ledger_*</c>), which runs once on each database.</summary>
/// <param name="Name">Unique among all migrations of a database; migrations run in the order in which they are given.</param>
/// <param name="Sql">Once released it is never edited: a change is a new migration.</param>
public sealed record Migration(string Name, string Sql)
{
    internal byte[] Hash => SHA256.HashData(Encoding.UTF8.GetBytes(Sql));

    /// <summary>The <c>.sql</c> resources of an assembly, in the order of their names.</summary>
    public static IReadOnlyList<Migration> EmbeddedIn(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return [.. assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql",
            StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Read)];

        Migration Read(string name)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return new Migration(name, reader.ReadToEnd());
        }
    }
}
