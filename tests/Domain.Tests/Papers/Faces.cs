using Ledger.DomainTests.Messages;
using Ledger.Projections.Domain.Papers;

namespace Ledger.DomainTests.Papers;

/// <summary>The faces that papers are set in.</summary>
internal static class Faces
{
    public static Typeface Plain { get; } = Read("DejaVuSansCondensed.ttf");

    public static Typeface Strong { get; } = Read("DejaVuSansCondensed-Bold.ttf");

    private static Typeface Read(string file) =>
        Typeface.Read(File.ReadAllBytes(Path.Combine(Samples.Root(), "services/Projections/Host/Statements/Fonts", file)));
}
