namespace Ledger.Cli;

/// <summary>Something that the person at the keyboard has to know: told in one sentence, without a stack trace.</summary>
internal sealed class CliFailure(string message, int exitCode = ExitCode.Failed) : Exception(message)
{
    public int ExitCode => exitCode;
}

/// <summary>What the shell gets.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>It did not work, or something was lost.</summary>
    public const int Failed = 1;

    /// <summary>The command line makes no sense.</summary>
    public const int Usage = 2;

    /// <summary>A server that is needed does not answer: the same command may work later (EX_TEMPFAIL of sysexits.h).</summary>
    public const int Unavailable = 75;
}
