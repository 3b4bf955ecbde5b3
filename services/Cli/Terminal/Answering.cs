using System.CommandLine;
using System.Text.Json;
using Ledger.Contracts.V1;

namespace Ledger.Cli.Terminal;

/// <summary>
/// The output of commands: for people, or with <c>--json</c> for programs. Then every line of the output is one JSON value, and everything
/// else goes to the error stream.
/// </summary>
internal static class Answering
{
    /// <summary>The option <c>--json</c>, which every command has.</summary>
    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Answer for programs: one JSON value on each line of the output; notes and problems go to the error stream.",
        Recursive = true,
    };

    /// <summary>Whether the output is for programs.</summary>
    public static bool IsJson(this ParseResult parsed) => parsed.GetResult(Json) is not null && parsed.GetValue(Json);

    /// <summary>Answers with a JSON value, or with a sentence for people.</summary>
    public static Task AnswerAsync(this Screen screen, ParseResult parsed, object json, string sentence) =>
        screen.Output.WriteLineAsync(parsed.IsJson() ? LineOf(json) : sentence);

    /// <summary>A value as JSON on one line, in the form of the ledger's messages.</summary>
    public static string LineOf(object value) => JsonSerializer.Serialize(value, value.GetType(), Wire.Options);

    /// <summary>Sets a command's action and its exit code.</summary>
    public static void Runs(this Command command, Func<ParseResult, CancellationToken, Task<ExitCode>> action) =>
        command.SetAction(async (parsed, cancellation) => (int)await action(parsed, cancellation));
}
