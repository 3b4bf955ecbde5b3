namespace Ledger.Cli;

/// <summary>Something that the person at the keyboard has to know: told in one sentence, without a stack trace.</summary>
internal sealed class CliFailure(string message, ExitCode exitCode = ExitCode.Failed) : Exception(message)
{
    public ExitCode ExitCode => exitCode;
}
