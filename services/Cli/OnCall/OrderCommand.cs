using System.CommandLine;
using System.Text.Json;
using Ledger.Cli.Commands;
using Ledger.Cli.Terminal;
using Ledger.Client;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Cli.OnCall;

/// <summary><c>ledger order</c>: shows an order's state and effects.</summary>
internal static class OrderCommand
{
    public static Command Create(Screen screen) => new("order", "Look at an order.") { Show(screen) };

    private static Command Show(Screen screen)
    {
        var order = new Argument<string>("SOURCE/ORDER") { Description = "The order: its source, a slash, its id there." };
        order.Validators.Add(given =>
        {
            if (Split(given.GetValueOrDefault<string>()) is null) given.AddError("An order is SOURCE/ORDER, like shop/1001.");
        });
        var program = Connection.Program();
        var command = new Command(
            "show", "Show an order's state, lines, what the rules gave and why, the movements it caused, and the facts parked for it.")
        {
            order, program,
        };
        command.Runs(async (parsed, cancellation) =>
        {
            var (source, id) = Split(parsed.GetValue(order))!.Value;
            using var client = parsed.Client(screen);
            var answer = await client.Program(parsed.GetValue(program)!)
                .AskAsync<OrderAnswer<JsonElement>>(LedgerPaths.Order(source, id), cancellation);
            if (parsed.IsJson()) await screen.Output.WriteLineAsync(answer.Json.ToLine());
            else screen.Show(OrderOutput.Of(answer.Value));
            return ExitCode.Ok;
        });
        return command;
    }

    // Splits at the first slash: a source with a slash cannot be given here; an order's id may contain one.
    private static (string Source, string Order)? Split(string? text) =>
        text?.IndexOf('/', StringComparison.Ordinal) is { } slash and > 0 && slash < text.Length - 1
            ? (text[..slash], text[(slash + 1)..])
            : null;
}
