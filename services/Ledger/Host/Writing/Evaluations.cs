using Ledger.Contracts.V1;
using Ledger.Rules.Domain;

namespace Ledger.Ledger.Host;

/// <summary>One question for the rules: an order, and the standing before it unless it is evaluated again.</summary>
/// <param name="Catalog">The program's published versions.</param>
/// <param name="Order">What to evaluate.</param>
/// <param name="Standing">The standing before it.</param>
public sealed record Question(ProgramCatalog Catalog, EvaluateOrder Order, Standing? Standing);

/// <summary>An answer, or the overflow that prevented one.</summary>
public readonly record struct Answer(OrderEvaluation? Evaluation);

/// <summary>The ledger's way to the rules: in process, or over the bus. Both give the same answers to the byte.</summary>
public interface IEvaluations
{
    /// <summary>Answers in the order of the questions; each question stands for itself.</summary>
    public ValueTask<IReadOnlyList<Answer>> AskAsync(IReadOnlyList<Question> questions, CancellationToken ct);
}

/// <summary>The engine in this process.</summary>
public sealed class EvaluationsInProcess : IEvaluations
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Answer>> AskAsync(IReadOnlyList<Question> questions, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(questions);
        var answers = new Answer[questions.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            try
            {
                answers[i] = new Answer(OrderRules.Evaluate(questions[i].Catalog, questions[i].Order, questions[i].Standing));
            }
            catch (OverflowException)
            {
                answers[i] = default;
            }
        }

        return new ValueTask<IReadOnlyList<Answer>>(answers);
    }
}
