using Ledger.Contracts.V1;
using Ledger.Domain.Deciding;
using Ledger.Hosting.Resilience;
using Ledger.Rules.Domain.Program;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Polly;
using Polly.Registry;
using Polly.Retry;

namespace Ledger.Host.Writing;

/// <summary>
/// Asks rules hosts in other processes over the bus. While none answers, the batch waits and asks again; an evaluation changes nothing, so
/// asking twice is harmless. It gives up only when the engine itself fails several times on the same request.
/// </summary>
public sealed class EvaluationsOverBus : IEvaluations
{
    // Orders in a message: few enough that several rules hosts share the work of one batch.
    private const int OrdersAtOnce = 128;
    private const int FaultsMax = 5;
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(15);
    private static readonly ResiliencePropertyKey<int> Faults = new("ledger.rules.faults");
    private readonly IRequestClient<EvaluateOrders> client;
    private readonly ResiliencePipeline pipeline;

    public EvaluationsOverBus(IBus bus, ResiliencePipelineProvider<string> pipelines)
    {
        ArgumentNullException.ThrowIfNull(bus);
        ArgumentNullException.ThrowIfNull(pipelines);
        client = bus.CreateRequestClient<EvaluateOrders>(
            new Uri($"queue:{EvaluateOrders.Queue}"), RequestTimeout.After(s: (int)AnswerWithin.TotalSeconds));
        pipeline = pipelines.GetPipeline(Pipelines.Rules);
    }

    /// <summary>Registers this class with its retry pipeline.</summary>
    internal static void Register(IServiceCollection services)
    {
        services.AddResiliencePipeline(Pipelines.Rules, (builder, context) =>
        {
            builder.TimeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
            builder.AddRetry(new RetryStrategyOptions
            {
                Name = "unanswered",
                ShouldHandle = attempt => ValueTask.FromResult(MayPass(attempt.Context, attempt.Outcome.Exception)),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromMilliseconds(100),
                MaxDelay = TimeSpan.FromSeconds(2),
            });
        });
        services.AddSingleton<IEvaluations, EvaluationsOverBus>();
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<RulesAnswer>> AskAsync(IReadOnlyList<EvaluationRequest> requests, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(requests);
        var answers = new RulesAnswer[requests.Count];
        var asked = Enumerable.Range(0, requests.Count).GroupBy(i => requests[i].Catalog)
            .SelectMany(program => program.Chunk(OrdersAtOnce).Select(chunk => AskAsync(program.Key, chunk, requests, answers, ct)));
        await Task.WhenAll(asked.ToList());
        return answers;
    }

    private async Task AskAsync(
        ProgramCatalog catalog, int[] which, IReadOnlyList<EvaluationRequest> requests, RulesAnswer[] answers, CancellationToken ct)
    {
        var message = new EvaluateOrders(
            catalog.Program, [.. catalog.Versions.Select(version => version.Version)],
            [.. which.Select(i => requests[i].Order with { Standing = requests[i].Standing?.ToMessage() })]);
        var evaluated = await pipeline.ExecuteAsync(async token => await ResponseAsync(message, token), ct);
        if (evaluated.Evaluations.Count != which.Length)
        {
            throw new InvalidOperationException($"The rules answered {evaluated.Evaluations.Count} of {which.Length} orders.");
        }

        for (var i = 0; i < which.Length; i++) answers[which[i]] = new RulesAnswer(evaluated.Evaluations[i]);
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

    // Whether to ask again. The engine's own failures on this message are counted in the execution's context.
    private static bool MayPass(ResilienceContext context, Exception? failure)
    {
        switch (failure)
        {
            case null or OperationCanceledException:
                return false;
            case RequestFaultException failed when !IsPassing(failed):
                var faults = context.Properties.GetValue(Faults, 0) + 1;
                context.Properties.Set(Faults, faults);
                return faults < FaultsMax;
            default:
                return true;
        }
    }

    // Whether the failure was the host's and not the engine's: the host was stopping, or could not read the program.
    private static bool IsPassing(RequestFaultException failed) => failed.Fault?.Exceptions.All(one =>
        one.ExceptionType.EndsWith("CanceledException", StringComparison.Ordinal)
        || one.ExceptionType.EndsWith(".ObjectDisposedException", StringComparison.Ordinal)
        || one.ExceptionType.EndsWith(".UnknownVersionException", StringComparison.Ordinal)
        || one.ExceptionType.StartsWith("Npgsql.", StringComparison.Ordinal)
        || one.ExceptionType.StartsWith("System.IO.", StringComparison.Ordinal)) is true;
}
