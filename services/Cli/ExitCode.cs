using System.ComponentModel;

namespace Ledger.Cli;

/// <summary>
/// The exit codes. A test compares the descriptions with the table in infra/docs/command-line.md.
/// </summary>
internal enum ExitCode
{
    [Description("success; also `ledger tail` ended with Ctrl-C")]
    Ok = 0,

    [Description("failure: refused, or a check found a fault")]
    Failed = 1,

    [Description("the command line is invalid, or the address of the service or the database is missing")]
    Usage = 2,

    [Description("not found: the service answered 404")]
    NotFound = 3,

    // EX_TEMPFAIL of sysexits.h.
    [Description("the service or the database does not answer, or is too busy: the same command may work later")]
    Unavailable = 75,

    // EX_NOPERM of sysexits.h.
    [Description("the key is missing, unknown or revoked, or lacks the scope: the service answered 401 or 403")]
    NotAllowed = 77,

    // The code that shells use for a program ended by Ctrl-C.
    [Description("stopped with Ctrl-C before the end")]
    Stopped = 130,
}
