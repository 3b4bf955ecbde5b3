using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Cli.Commands;
using Ledger.Client;
using Ledger.Contracts.V1;

namespace Ledger.Cli.Terminal;

/// <summary>Maps failures to exit codes and reports them: as a sentence, or for programs as a problem document (RFC 9457).</summary>
internal static class CommandFailures
{
    private const string TypePrefix = "urn:ledger:problem:";

    /// <summary>The exit code of a failure; null for an unexpected one, which is a bug of this tool.</summary>
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
    /// The failure as a problem document for programs, on one line. For a refusal of the service it is the service's own document; for any
    /// other failure the code follows from the exit code. <c>exitCode</c> is added to both.
    /// </summary>
    public static string ProblemOf(this ParseResult parsed, Exception failure, ExitCode exitCode) =>
        failure is LedgerException { IsTransient: false, Code: not LedgerException.NoProblem } refusal
            ? Line(JsonSerializer.SerializeToNode(refusal.Problem, Wire.Options)!.AsObject(), exitCode)
            : ProblemOf(parsed.SentenceOf(failure), exitCode);

    /// <summary>A problem document for a failure of this tool itself.</summary>
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

    // The client's own codes are left out, because the sentence says the same.
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
