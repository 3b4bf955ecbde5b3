using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Ledger.Domain;
using MassTransit;

namespace Ledger.Ledger.Host;

/// <summary>
/// Messages that cannot be read end in the list of rejected facts, with their text and a reason, not in an endless retry and not in a
/// queue that nobody looks at.
/// </summary>
/// <param name="facts">Keeps them.</param>
/// <param name="areCommands">Commands are no part of the intake of facts, and whoever waits for one is answered.</param>
public sealed class UnreadableMessages(Facts facts, bool areCommands = false) : IFilter<ExceptionReceiveContext>, IFilter<ReceiveContext>
{
    private const int BeginningMax = 64 * 1024;

    /// <inheritdoc/>
    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Exception is OperationCanceledException) throw context.Exception;
        var refusal = Innermost<JsonException>(context.Exception) is { } wrong
            ? FactReader.Refused(wrong)
            : ReadFact.Refused(Refusals.MalformedJson, "The message cannot be read as a message of MassTransit.");
        await RejectAsync(context, refusal);
        if (areCommands) await AnswerAsync(context, refusal.Refusal!);
        // Or the message would also count as one that nobody took, and be rejected once more.
        await context.NotifyFaulted(context.Exception);
    }

    /// <inheritdoc/>
    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next) =>
        RejectAsync(context, ReadFact.Refused(Refusals.UnknownFactType, "The message is of no type that this queue takes."));

    /// <inheritdoc/>
    public void Probe(ProbeContext context) => context.CreateFilterScope("rejected");

    private async Task RejectAsync(ReceiveContext context, ReadFact refusal)
    {
        var body = BodyOf(context);
        var program = TextOf(body, "program");
        var done = await await facts.SubmitAsync(refusal, program, () => body, Door.Bus, context.CancellationToken);
        if (!areCommands) facts.BusIntake(program).Add(done.Outcome.Kind);
    }

    // Kept it is already; so an answer that cannot be sent is nobody's loss but its reader's.
    private static async Task AnswerAsync(ReceiveContext context, Outcome refusal)
    {
        var body = BodyOf(context);
        if (!Uri.TryCreate(TextOf(body, "responseAddress", isInMessage: false), UriKind.Absolute, out var address)) return;
        Guid? request = Guid.TryParse(TextOf(body, "requestId", isInMessage: false), out var id) ? id : null;
        var settled = new CommandSettled(TextOf(body, "program"), TextOf(body, "key"), Answers.NameOf(refusal.Kind), 0, refusal.Code, refusal.Message);
        await SpendingConsumer.TryAnswerAsync(settled, async () =>
        {
            var endpoint = await context.SendEndpointProvider.GetSendEndpoint(address);
            await endpoint.Send(settled, answer => answer.RequestId = request, context.CancellationToken);
        });
    }

    /// <summary>What was sent, as text; of what is longer than any fact or batch may be, the beginning, the length and the SHA-256.</summary>
    /// <remarks>The body's own GetString answers, for a body that is a piece of memory, that piece's name and length.</remarks>
    internal static string BodyOf(ReceiveContext context)
    {
        var bytes = context.Body.GetBytes();
        return bytes.Length <= OrdersEndpoints.FactBytesMax
            ? Encoding.UTF8.GetString(bytes)
            : $"{Encoding.UTF8.GetString(bytes.AsSpan(0, BeginningMax))}… {bytes.Length} bytes, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(bytes))}";
    }

    // A member of the message or of its envelope, as far as it is one.
    private static string TextOf(string body, string name, bool isInMessage = true)
    {
        try
        {
            using var envelope = JsonDocument.Parse(body);
            var root = envelope.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return "";
            var message = isInMessage && root.TryGetProperty("message", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : root;
            return message.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static T? Innermost<T>(Exception? failure)
        where T : Exception
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is T found) return found;
        }

        return null;
    }
}
