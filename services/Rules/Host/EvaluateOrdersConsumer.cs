using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Program;
using MassTransit;

namespace Ledger.Rules.Host;

/// <summary>Evaluates orders that come over the bus, each independently: an overflow of one order's result does not affect the
/// others.</summary>
public sealed class EvaluateOrdersConsumer(CatalogCache catalogs) : IConsumer<EvaluateOrders>
{
    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<EvaluateOrders> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var message = context.Message;
        var catalog = await catalogs.FindAsync(message.Program, message.PublishedVersions, context.CancellationToken)
            ?? throw new UnknownVersionException(
            $"Program {message.Program} has no published versions {string.Join(", ", message.PublishedVersions)} in the log that is "
            + $"read here.");
        var evaluations = new OrderEvaluation?[message.Orders.Count];
        for (var i = 0; i < evaluations.Length; i++) evaluations[i] = Evaluate(catalog, message.Orders[i]);
        await context.RespondAsync(new OrdersEvaluated(message.Program, evaluations));
    }

    private static OrderEvaluation? Evaluate(ProgramCatalog catalog, EvaluateOrder order)
    {
        try
        {
            return OrderRules.Evaluate(catalog, order, null);
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}

/// <summary>This process's log does not have a version that the request names; the log may be behind.</summary>
public sealed class UnknownVersionException(string message) : Exception(message);
