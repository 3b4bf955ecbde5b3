using System.CommandLine;
using Ledger.Cli.Commands;
using Ledger.Cli.Terminal;
using Ledger.Client;

namespace Ledger.Cli.OnCall;

/// <summary><c>ledger account statement</c>: writes an account's statement as PDF into a file.</summary>
internal static class StatementCommand
{
    public static Command Create(Screen screen)
    {
        var account = new Argument<string>("ACCOUNT") { Description = "Id of the account." };
        var program = Connection.Program();
        var from = new Option<string?>("--from")
        {
            Description = "Beginning, inclusive: a time, or a date in the program's time zone.",
            HelpName = "T",
        };
        var to = new Option<string?>("--to")
        {
            Description = "End, exclusive: a time, or a date in the program's time zone.",
            HelpName = "T",
        };
        var language = new Option<string?>("--lang") { Description = "Language: en unless given.", HelpName = "L" };
        language.CompletionSources.Add("en", "de", "ru", "fr", "es");
        var pdf = new Option<FileInfo>("--pdf") { Description = "File to write to.", Required = true, HelpName = "FILE" };
        var command = new Command("statement", "Write an account's statement as PDF.") { account, program, from, to, language, pdf };
        command.Runs(async (parsed, cancellation) =>
        {
            using var client = parsed.Client(screen);
            var path = parsed.GetValue(pdf)!.FullName;
            var address = LedgerPaths.StatementPdf(
                parsed.GetValue(account)!, parsed.GetValue(from), parsed.GetValue(to), parsed.GetValue(language) ?? "en");
            await Files.WriteWholeAsync(path, file => client.Program(parsed.GetValue(program)!).DownloadAsync(address, file, cancellation));
            await screen.AnswerAsync(parsed, new { statement = path }, path);
            return ExitCode.Ok;
        });
        return command;
    }
}
