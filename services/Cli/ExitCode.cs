using System.ComponentModel;

namespace Ledger.Cli;

/// <summary>
/// What the shell gets. The descriptions are the table of infra/docs/command-line.md, and a test keeps both equal.
/// </summary>
internal enum ExitCode
{
    [Description("it worked; `ledger tail` was ended with Ctrl-C")]
    Ok = 0,

    [Description("it did not work, was refused, or what was checked is not as it should be")]
    Failed = 1,

    [Description("the command line makes no sense, or says not where the service or the database is")]
    Usage = 2,

    [Description("what was asked for is not there: the service answered 404")]
    NotFound = 3,

    // EX_TEMPFAIL of sysexits.h.
    [Description("the service or the database does not answer, or is too busy: the same command may work later")]
    Unavailable = 75,

    // EX_NOPERM of sysexits.h.
    [Description("the key is missing, unknown or revoked, or may not do this: the service answered 401 or 403")]
    NotAllowed = 77,

    // What shells give to a program that Ctrl-C ended.
    [Description("it was stopped with Ctrl-C before it was done")]
    Stopped = 130,
}
