using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Cli.Service;
using Ledger.Contracts.V1;

namespace Ledger.Cli.Terminal;

/// <summary>How a failure ends the command, and how it is told: as a sentence, or for programs as problem details (RFC 9457).</summary>
internal static class Failures
{
    private const string TypePrefix = "urn:ledger:problem:";

    /// <summary>The exit code of a failure; null for one that nobody foresaw, which is a fault of this tool.</summary>
    public static ExitCode? ExitCodeOf(Exception failure) => failure switch
    {
        CliFailure told => told.ExitCode,
        ServiceRefusal refusal => refusal.ExitCode,
        OperationCanceledException => ExitCode.Stopped,
        IOException or UnauthorizedAccessException or HttpRequestException or JsonException or ArithmeticException => ExitCode.Failed,
        _ => null,
    };

    /// <summary>The failure for people.</summary>
    public static string SentenceOf(Exception failure) => failure is OperationCanceledException ? "Stopped." : failure.Message;

    /// <summary>
    /// The failure for programs, on one line. A refusal of the service is its own document; of others the code is that of the way the
    /// command ends. <c>exitCode</c> is added to both.
    /// </summary>
    public static string ProblemOf(Exception failure, ExitCode exitCode) =>
        failure is ServiceRefusal { Document: { ValueKind: JsonValueKind.Object } document }
            ? Line(JsonObject.Create(document)!, exitCode)
            : ProblemOf(SentenceOf(failure), exitCode);

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

    private static string Line(JsonObject problem, ExitCode exitCode)
    {
        problem["exitCode"] = (int)exitCode;
        return problem.ToJsonString(Wire.Options);
    }
}
