namespace Ledger.Projections.Domain.Papers;

/// <summary>Text on a page.</summary>
/// <param name="X">The left end, in points from the left edge of the page.</param>
/// <param name="Y">The base line, in points from the top edge of the page.</param>
/// <param name="Size">The font size, in points.</param>
/// <param name="IsStrong">Whether it is in the strong face.</param>
public sealed record PlacedText(double X, double Y, double Size, bool IsStrong, string Text);

/// <summary>A horizontal line on a page.</summary>
public sealed record PlacedRule(double X1, double X2, double Y);

/// <summary>The box that a picture is fitted into, aligned to its top right corner; in points.</summary>
public sealed record PlacedBox(double X, double Y, double Width, double Height);

/// <summary>A page.</summary>
/// <param name="Picture">The picture's box; null on pages without the picture.</param>
public sealed record PaperPage(IReadOnlyList<PlacedText> Texts, IReadOnlyList<PlacedRule> Rules, PlacedBox? Picture = null);
