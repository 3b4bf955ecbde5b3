using FluentValidation;
using FluentValidation.Results;
using Ledger.Contracts.V1;
using Ledger.Domain.Orders;
using Ledger.Rules.Domain.Postings;

namespace Ledger.Host.Endpoints.Validation;

/// <summary>Rules shared by the fields of requests, each with the stable code of its refusal (domain.md §2).</summary>
internal static class ShapeRules
{
    /// <summary>How far after the server's clock a time may be: 24 hours.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(24);

    private const int GrantIdLengthMax = 512;

    /// <summary>The field is an id.</summary>
    public static IRuleBuilderOptions<T, string?> IsId<T>(this IRuleBuilder<T, string?> field, string name) =>
        field.Must(Identifiers.IsId).Refuse(Refusals.MalformedId, $"{name} is {Identifiers.Rule}.");

    /// <summary>The field is an id or absent.</summary>
    public static IRuleBuilderOptions<T, string?> IsIdOrAbsent<T>(this IRuleBuilder<T, string?> field, string name) =>
        field.Must(id => id is null || Identifiers.IsId(id)).Refuse(Refusals.MalformedId, $"{name} is {Identifiers.Rule}.");

    /// <summary>The field is a unit of value.</summary>
    public static IRuleBuilderOptions<T, string> IsUnit<T>(this IRuleBuilder<T, string> field) =>
        field.Must(Units.Has).Refuse(Refusals.UnknownUnit, "unit is points, cashback or fund.");

    /// <summary>
    /// The field is the id of a grant. It is made of the ids of a rule and an account, so it may be longer than they are (mechanics.md §4).
    /// </summary>
    public static IRuleBuilderOptions<T, string> IsGrantId<T>(this IRuleBuilder<T, string> field) =>
        field.Must(id => id is { Length: > 0 and <= GrantIdLengthMax } && id.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0)
            .Refuse(Refusals.MalformedId, $"grantId is 1 to {GrantIdLengthMax} characters from U+0021 to U+007E.");

    /// <summary>The field is a text.</summary>
    public static IRuleBuilderOptions<T, string> IsText<T>(this IRuleBuilder<T, string> field, string name) => field
        .Must(text => Texts.FaultOf(text) is null).WithErrorCode(Refusals.MalformedText)
        .WithMessage((_, text) => $"{name} {Texts.FaultOf(text)}.");

    /// <summary>The field is a text, or absent.</summary>
    public static IRuleBuilderOptions<T, string?> IsTextOrAbsent<T>(this IRuleBuilder<T, string?> field, string name) => field
        .Must(text => text is null || Texts.FaultOf(text) is null).WithErrorCode(Refusals.MalformedText)
        .WithMessage((_, text) => $"{name} {Texts.FaultOf(text)}.");

    /// <summary>The field is a reason and is present.</summary>
    /// <param name="field">The field.</param>
    /// <param name="demand">The refusal's sentence when it is missing.</param>
    public static IRuleBuilderOptions<T, string> IsReason<T>(this IRuleBuilder<T, string> field, string demand) => field
        .Must(reason => !string.IsNullOrWhiteSpace(reason)).Refuse(Refusals.ReasonRequired, demand)
        .Must(reason => Texts.FaultOf(reason) is null).WithErrorCode(Refusals.MalformedText)
        .WithMessage((_, reason) => $"reason {Texts.FaultOf(reason)}.");

    /// <summary>The field is a reason, or absent.</summary>
    public static IRuleBuilderOptions<T, string?> IsReasonOrAbsent<T>(this IRuleBuilder<T, string?> field) =>
        field.IsTextOrAbsent("reason");

    /// <summary>The time is at most 24 hours after the server's clock.</summary>
    public static IRuleBuilderOptions<T, DateTimeOffset?> IsNotAhead<T>(
        this IRuleBuilder<T, DateTimeOffset?> field, string name, TimeProvider time) => field
        .Must(at => at is null || at <= time.GetUtcNow() || at - time.GetUtcNow() <= Ahead)
        .Refuse(Refusals.DatedInFuture, $"{name} is more than 24 hours after the server's clock.");

    /// <summary>Sets code and sentence of the refusal when the preceding rule fails.</summary>
    public static IRuleBuilderOptions<T, TField> Refuse<T, TField>(
        this IRuleBuilderOptions<T, TField> rule, string code, string sentence) =>
        rule.WithErrorCode(code).WithMessage(sentence);

    /// <summary>The first refusal; null when all rules hold.</summary>
    public static Outcome? Refusal(this ValidationResult result) =>
        result.Errors is [var first, ..] ? Outcome.Reject(first.ErrorCode, first.ErrorMessage) : null;
}
