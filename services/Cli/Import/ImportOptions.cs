using FluentValidation;
using Ledger.Contracts.V1;

namespace Ledger.Cli.Import;

/// <summary>The options of an import.</summary>
/// <param name="File">The file.</param>
/// <param name="Program">The program's id.</param>
/// <param name="Profile">How the file is read: online-retail, ndjson or csv.</param>
/// <param name="Via">http or bus.</param>
/// <param name="Report">The file for the report; null: none.</param>
/// <param name="Source">Name of the order system, for online-retail.</param>
/// <param name="Currency">Currency of the orders, for online-retail; null: the program's.</param>
/// <param name="Lanes">Requests or messages in flight at once.</param>
/// <param name="FollowClock">Whether the program's manual clock follows the facts.</param>
/// <param name="Map">How columns become members, for csv.</param>
/// <param name="IsDryRun">Whether the file is only read and shown, for csv.</param>
internal sealed record ImportOptions(
    FileInfo File, string Program, string Profile, string Via, FileInfo? Report, string Source, string? Currency, int Lanes,
    bool FollowClock, FileInfo? Map, bool IsDryRun);

/// <summary>Checks the options before anything is read or sent, and reports all errors.</summary>
internal sealed class ImportOptionsValidator : AbstractValidator<ImportOptions>
{
    private const int LanesMax = 64;

    public ImportOptionsValidator()
    {
        RuleFor(options => options.Program).Must(Identifiers.IsId).WithErrorCode("malformed_id")
            .WithMessage($"--program is {Identifiers.Rule}.");
        RuleFor(options => options.Source).Must(Identifiers.IsId).WithErrorCode("malformed_id")
            .WithMessage($"--source is {Identifiers.Rule}.");
        RuleFor(options => options.Currency)
            .Must(currency => currency is null || (currency.Length == 3 && currency.All(char.IsAsciiLetterUpper)))
            .WithErrorCode("invalid_value").WithMessage("--currency is three capital letters, as GBP.");
        RuleFor(options => options.Lanes).InclusiveBetween(1, LanesMax)
            .WithErrorCode("invalid_value").WithMessage($"--lanes is a number from 1 to {LanesMax}.");
        RuleFor(options => options.Map).Must((options, map) => (map is not null) == (options.Profile == "csv"))
            .WithErrorCode("invalid_value").WithMessage("--map is given for --profile csv, and for no other.");
        RuleFor(options => options.IsDryRun).Must((options, dry) => !dry || options.Profile == "csv")
            .WithErrorCode("invalid_value").WithMessage("--dry-run is for --profile csv.");
    }

    /// <summary>Returns the options if they are valid.</summary>
    /// <exception cref="CliFailure">The options are invalid; the message has a line for each error.</exception>
    public static ImportOptions Checked(ImportOptions options)
    {
        var found = new ImportOptionsValidator().Validate(options);
        return found.IsValid ? options
            : throw new CliFailure(string.Join('\n', found.Errors.Select(error =>
                $"{error.ErrorMessage} ({error.ErrorCode})")), ExitCode.Usage);
    }
}
