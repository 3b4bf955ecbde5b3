using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Ledger.Cli.Terminal;
using Ledger.Contracts.V1;

namespace Ledger.Cli.Draws;

/// <summary>
/// <c>ledger draws verify</c>: repeats a draw from its proof, without the service. It cannot check whether the proof's chain value and
/// candidates are those of the log, nor whether the salt's hash is the announced one; <c>ledger verify</c> and a copy of the announcement
/// can.
/// </summary>
internal static class DrawsVerifyCommand
{
    // The most faults shown. A proof can have as many as it has candidates and winners.
    private const int FaultsShown = 20;

    public static Command Create(Screen screen)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The JSON of GET draws/{id}/proof." }.AcceptExistingOnly();
        var command = new Command("verify", "Repeat a draw offline and compare its winners; exit code 1 if anything differs.") { file };
        command.Runs((parsed, cancellation) => RunAsync(parsed.GetValue(file)!, parsed.IsJson(), screen, cancellation));
        return command;
    }

    private static async Task<ExitCode> RunAsync(FileInfo file, bool isJson, Screen screen, CancellationToken cancellation)
    {
        var text = await File.ReadAllBytesAsync(file.FullName, cancellation);
        DrawProof? proof;
        IReadOnlyList<ProofFault> faults;
        try
        {
            proof = DrawProof.Read(text.AsSpan().StartsWith("\uFEFF"u8) ? text.AsMemory(3) : text, out faults);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            throw new CliFailure(
                $"{file.Name} is not JSON{((broken as JsonException)?.LineNumber is { } line ? $", in line {line + 1}" : "")}.");
        }

        if (proof is not null) faults = DrawCheck.FaultsOf(proof);
        if (isJson)
        {
            var proven = proof is not null && faults.Count == 0;
            await screen.Output.WriteLineAsync(Answering.LineOf(new
            {
                proven,
                draw = proof?.Draw,
                at = proof?.At,
                position = proof?.Position,
                winners = proof?.Winners.Count,
                candidates = proof?.Candidates.Count,
                faults,
            }));
            return proven ? ExitCode.Ok : ExitCode.Failed;
        }

        foreach (var fault in faults.Take(FaultsShown)) await screen.Error.WriteLineAsync($"{file.Name}: {fault.Path}: {fault.Sentence}");
        if (faults.Count > FaultsShown) await screen.Error.WriteLineAsync(Text($"… and {faults.Count - FaultsShown:N0} more."));
        if (proof is null || faults.Count > 0)
        {
            await screen.Error.WriteLineAsync(Text($"{file.Name} does not prove the draw: {faults.Count:N0} faults."));
            return ExitCode.Failed;
        }

        await screen.Output.WriteLineAsync(Text(
            $"Draw {proof.Draw} of {InstantJsonConverter.Format(proof.At)}, repeated from position {proof.Position}: {Outcome(proof)}."));
        return ExitCode.Ok;
    }

    private static string Outcome(DrawProof proof) =>
        Text($"{proof.Winners.Count:N0} winners of {proof.Candidates.Count:N0} candidates, as the proof says");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
