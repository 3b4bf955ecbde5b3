using Ledger.Contracts.V1;
using Ledger.Rules.Domain;
using MassTransit;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Ledger.Ledger.Host;

/// <summary>
/// The engine in other processes, asked over the bus. While none of them answers the batch waits and is asked again: an evaluation
/// changes nothing, so asking twice is harmless. Only what fails in the engine itself, again and again, is given up.
/// </summary>
public sealed partial class EvaluationsOverBus : IEvaluations
{
    // Small enough that several rules hosts share one batch of the writer.
    private const int OrdersAtOnce = 128;
    private const int FaultsMax = 5;
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(15);
    private readonly IRequestClient<EvaluateOrders> client;
    private readonly ILogger<EvaluationsOverBus> logger;

    public EvaluationsOverBus(IBus bus, ILogger<EvaluationsOverBus> logger)
    {
        ArgumentNullException.ThrowIfNull(bus);
        client = bus.CreateRequestClient<EvaluateOrders>(new Uri($"queue:{EvaluateOrders.Queue}"), RequestTimeout.After(s: (int)AnswerWithin.TotalSeconds));
        this.logger = logger;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Answer>> AskAsync(IReadOnlyList<Question> questions, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(questions);
        var answers = new Answer[questions.Count];
        var asked = Enumerable.Range(0, questions.Count).GroupBy(i => questions[i].Catalog)
            .SelectMany(program => program.Chunk(OrdersAtOnce).Select(chunk => AskAsync(program.Key, chunk, questions, answers, ct)));
        await Task.WhenAll(asked.ToList());
        return answers;
    }

    private async Task AskAsync(ProgramCatalog catalog, int[] which, IReadOnlyList<Question> questions, Answer[] answers, CancellationToken ct)
    {
        var message = new EvaluateOrders(
            catalog.Program, [.. catalog.Versions.Select(version => version.Version)],
            [.. which.Select(i => questions[i].Order with { Standing = questions[i].Standing?.ToMessage() })]);
        var evaluated = await Pipeline().ExecuteAsync(async token => await ResponseAsync(message, token), ct);
        if (evaluated.Evaluations.Count != which.Length) throw new InvalidOperationException($"The rules answered {evaluated.Evaluations.Count} of {which.Length} orders.");
        for (var i = 0; i < which.Length; i++) answers[which[i]] = new Answer(evaluated.Evaluations[i]);
    }

    private async Task<OrdersEvaluated> ResponseAsync(EvaluateOrders message, CancellationToken ct)
    {
        try
        {
            return (await client.GetResponse<OrdersEvaluated>(message, ct)).Message;
        }
        catch (RequestException) when (ct.IsCancellationRequested)
        {
            throw new OperationCanceledException(ct);
        }
    }

    // One for each message, because it counts how often the engine failed on it.
    private ResiliencePipeline Pipeline()
    {
        var faults = 0;
        return new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome.Exception switch
            {
                null or OperationCanceledException => false,
                RequestFaultException failed when !IsPassing(failed) => ++faults < FaultsMax,
                _ => true,
            }),
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromMilliseconds(100),
            MaxDelay = TimeSpan.FromSeconds(2),
            OnRetry = attempt =>
            {
                LogWaiting(logger, attempt.AttemptNumber + 1, attempt.Outcome.Exception);
                return ValueTask.CompletedTask;
            },
        }).Build();
    }

    // What the host suffered, not the engine: it was being stopped, or could not read the program.
    private static bool IsPassing(RequestFaultException failed) => failed.Fault?.Exceptions.All(one =>
        one.ExceptionType.EndsWith("CanceledException", StringComparison.Ordinal) || one.ExceptionType.EndsWith(".ObjectDisposedException", StringComparison.Ordinal)
        || one.ExceptionType.EndsWith(".UnknownVersionException", StringComparison.Ordinal)
        || one.ExceptionType.StartsWith("Npgsql.", StringComparison.Ordinal) || one.ExceptionType.StartsWith("System.IO.", StringComparison.Ordinal)) is true;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The rules did not answer (attempt {Attempt}); the batch waits and they are asked again.")]
    private static partial void LogWaiting(ILogger logger, int attempt, Exception? failure);
}
