using FluentValidation;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Domain.Orders;
using Ledger.Domain.Programs;

namespace Ledger.Host.Endpoints.Validation;

internal sealed class LetterheadValidator : AbstractValidator<ProgramLetterhead>
{
    public LetterheadValidator()
    {
        (ClassLevelCascadeMode, RuleLevelCascadeMode) = (CascadeMode.Stop, CascadeMode.Stop);
        RuleFor(head => head.Name).Must(name => name is null || Texts.FaultOf(name) is null)
            .Refuse(Refusals.InvalidValue, $"$.name is 1 to {Texts.LengthMax} characters without control characters.");
        RuleFor(head => head.Logo).Must(logo => logo is null || (PictureOf(logo) is { } bytes && Picture.IsFit(bytes)))
            .Refuse(Refusals.InvalidValue, $"$.logo is a picture in base64: {Picture.Rule}.");
    }

    /// <summary>The bytes of a picture in base64; null when the text is not valid base64.</summary>
    public static byte[]? PictureOf(string logo)
    {
        var bytes = new byte[logo.Length];
        return Convert.TryFromBase64String(logo, bytes, out var written) ? bytes[..written] : null;
    }
}
