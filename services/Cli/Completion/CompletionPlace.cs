using System.CommandLine;
using System.CommandLine.Completions;

namespace Ledger.Cli.Completion;

/// <summary>A place on the command line with everything that can follow there, read from the commands themselves.</summary>
/// <param name="Path">The words of the command, <c>ledger program show</c>.</param>
/// <param name="Commands">The commands below it.</param>
/// <param name="Options">The command's options, inherited ones included.</param>
/// <param name="Values">The possible arguments, where they are a list.</param>
internal sealed record CompletionPlace(
    string Path, IReadOnlyList<CompletionWord> Commands, IReadOnlyList<CompletionOption> Options, IReadOnlyList<string> Values)
{
    public const string Tool = "ledger";

    /// <summary>All places of the command line, the tool itself first.</summary>
    public static IReadOnlyList<CompletionPlace> Of(RootCommand root) => [.. Below(root, Tool, [])];

    private static IEnumerable<CompletionPlace> Below(Command command, string path, IReadOnlyList<Option> above)
    {
        var own = command.Options.Concat(above).Where(option => !option.Hidden).Select(CompletionOption.Of);
        var commands = command.Subcommands.Where(below => !below.Hidden).ToList();
        yield return new CompletionPlace(
            path,
            [.. commands.Select(below => new CompletionWord(below.Name, FirstSentence(below.Description)))],
            [.. own],
            [.. command.Arguments.SelectMany(argument => argument.GetCompletions(CompletionContext.Empty)).Select(item => item.Label)]);
        List<Option> passedOn = [.. above, .. command.Options.Where(option => option.Recursive)];
        foreach (var place in commands.SelectMany(below => Below(below, $"{path} {below.Name}", passedOn))) yield return place;
    }

    /// <summary>The first sentence of a description, on one line: enough to choose by.</summary>
    public static string FirstSentence(string? description)
    {
        var text = (description ?? "").ReplaceLineEndings(" ");
        var end = text.IndexOf(". ", StringComparison.Ordinal);
        return (end < 0 ? text : text[..end]).TrimEnd('.');
    }
}

/// <summary>A word with its description.</summary>
internal sealed record CompletionWord(string Name, string Description);

/// <summary>An option.</summary>
/// <param name="Names">All names that shells complete, the long one first.</param>
/// <param name="TakesValue">Whether the next word is its value.</param>
/// <param name="Values">The possible values, where they are a list.</param>
internal sealed record CompletionOption(IReadOnlyList<string> Names, string Description, bool TakesValue, IReadOnlyList<string> Values)
{
    public static CompletionOption Of(Option option)
    {
        var takesValue = option.Arity.MinimumNumberOfValues > 0;
        return new CompletionOption(
            [.. option.Aliases.Prepend(option.Name).Where(name => name is ['-', '-', ..] or ['-', >= 'a' and <= 'z']).Distinct()
                .OrderByDescending(name => name.Length)],
            CompletionPlace.FirstSentence(option.Description),
            takesValue,
            takesValue ? [.. option.GetCompletions(CompletionContext.Empty).Select(item => item.Label)] : []);
    }
}
