using System.CommandLine;
using System.Text.Json;
using Ledger.Contracts.V1;

namespace Ledger.Cli.Terminal;

/// <summary>
/// How commands answer: for people, or with <c>--json</c> for programs. Then every line of the output is one JSON value, and all else is on
/// the error stream.
/// </summary>
internal static class Answering
{
    /// <summary>Every command has it.</summary>
    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Answer for programs: one JSON value on each line of the output; notes and problems go to the error stream.",
        Recursive = true,
    };

    /// <summary>Whether the answer is for programs.</summary>
    public static bool IsJson(this ParseResult parsed) => parsed.GetResult(Json) is not null && parsed.GetValue(Json);

    /// <summary>Answers with a JSON value, or with a sentence for people.</summary>
    public static Task AnswerAsync(this Screen screen, ParseResult parsed, object json, string sentence) =>
        screen.Output.WriteLineAsync(parsed.IsJson() ? LineOf(json) : sentence);

    /// <summary>A value as JSON on one line, written as all messages of the ledger are.</summary>
    public static string LineOf(object value) => JsonSerializer.Serialize(value, value.GetType(), Wire.Options);

    /// <summary>What a command does when it is called, and how it ends.</summary>
    public static void Runs(this Command command, Func<ParseResult, CancellationToken, Task<ExitCode>> action) =>
        command.SetAction(async (parsed, cancellation) => (int)await action(parsed, cancellation));
}
