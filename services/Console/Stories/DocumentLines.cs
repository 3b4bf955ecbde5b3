using Ledger.Contracts.V1.Answers;

namespace Ledger.Console.Stories;

/// <summary>A line of a document with the errors in it.</summary>
/// <param name="Number">From 1.</param>
public sealed record DocumentLine(int Number, string Text, IReadOnlyList<DocumentError> Errors);

/// <summary>Shows errors of a program document in their places.</summary>
public static class DocumentLines
{
    /// <summary>The lines with errors and so many lines around each.</summary>
    public static IReadOnlyList<DocumentLine> Around(string text, IReadOnlyList<DocumentError> errors, int around)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(errors);
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var byLine = errors.ToLookup(error => DocumentPlaces.LineOf(text, error.Path));
        return
        [
            .. lines.Select((line, index) => new DocumentLine(index + 1, line, [.. byLine[index + 1]]))
                .Where(line => Enumerable.Range(line.Number - around, (2 * around) + 1).Any(number => byLine[number].Any())),
        ];
    }
}
