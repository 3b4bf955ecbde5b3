using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Cli.Commands;
using Ledger.Client;
using Ledger.Contracts.V1;

namespace Ledger.Cli.Terminal;

/// <summary>How a failure ends the command, and how it is told: as a sentence, or for programs as problem details (RFC 9457).</summary>
internal static class CommandFailures
{
    private const string TypePrefix = "urn:ledger:problem:";

    /// <summary>The exit code of a failure; null for one that nobody foresaw, which is a fault of this tool.</summary>
    public static ExitCode? ExitCodeOf(Exception failure) => failure switch
    {
        CliFailure told => told.ExitCode,
        LedgerException { IsTransient: true } => ExitCode.Unavailable,
        LedgerException { Status: 404 } => ExitCode.NotFound,
        LedgerException { Status: 401 or 403 } => ExitCode.NotAllowed,
        LedgerException => ExitCode.Failed,
        OperationCanceledException => ExitCode.Stopped,
        IOException or UnauthorizedAccessException or HttpRequestException or JsonException or ArithmeticException => ExitCode.Failed,
        _ => null,
    };

    /// <summary>The failure for people.</summary>
    public static string SentenceOf(this ParseResult parsed, Exception failure) => failure switch
    {
        OperationCanceledException => "Stopped.",
        LedgerException { IsTransient: true } busy => string.Create(
            CultureInfo.InvariantCulture,
            $"The service at {busy.Address} did not take {busy.Request} within {parsed.Patience().TotalSeconds:0} s: {ReasonOf(busy)}"),
        LedgerException refusal => $"{refusal.Request}: {ReasonOf(refusal)}",
        _ => failure.Message,
    };

    /// <summary>
    /// The failure for programs, on one line. A refusal of the service is its own document; of others the code is that of the way the
    /// command ends. <c>exitCode</c> is added to both.
    /// </summary>
    public static string ProblemOf(this ParseResult parsed, Exception failure, ExitCode exitCode) =>
        failure is LedgerException { IsTransient: false, Code: not LedgerException.NoProblem } refusal
            ? Line(JsonSerializer.SerializeToNode(refusal.Problem, Wire.Options)!.AsObject(), exitCode)
            : ProblemOf(parsed.SentenceOf(failure), exitCode);

    /// <summary>Something that this tool says itself, for programs.</summary>
    public static string ProblemOf(string sentence, ExitCode exitCode)
    {
        var code = JsonNamingPolicy.SnakeCaseLower.ConvertName(exitCode.ToString());
        return Line(
            new JsonObject
            {
                ["type"] = TypePrefix + code,
                ["title"] = code.Replace('_', ' '),
                ["detail"] = sentence,
                ["code"] = code,
            },
            exitCode);
    }

    // Without the codes of the client itself: they say nothing that the sentence does not.
    private static string ReasonOf(LedgerException refusal) =>
        refusal.Code is LedgerException.NoAnswer or LedgerException.NoProblem
            ? refusal.Problem.Detail
            : $"{refusal.Problem.Detail} ({refusal.Code})";

    private static string Line(JsonObject problem, ExitCode exitCode)
    {
        problem["exitCode"] = (int)exitCode;
        return problem.ToJsonString(Wire.Options);
    }
}
