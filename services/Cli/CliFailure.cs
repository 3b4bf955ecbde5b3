namespace Ledger.Cli;

/// <summary>A failure that is reported to the user in one sentence, without a stack trace.</summary>
internal sealed class CliFailure(string message, ExitCode exitCode = ExitCode.Failed) : Exception(message)
{
    public ExitCode ExitCode => exitCode;
}
