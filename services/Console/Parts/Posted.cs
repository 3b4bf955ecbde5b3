namespace Ledger.Console.Parts;

/// <summary>The input of a form, which stays when the form is shown again.</summary>
/// <param name="form">The form as it was sent; null: not sent.</param>
public sealed class Posted(IFormCollection? form)
{
    /// <summary>The Idempotency-Key of the form's command, made when the form was shown, so that a form sent twice acts once.</summary>
    public string Key => this["key"];

    /// <summary>Which of the form's buttons was pressed.</summary>
    public string Step => this["step"];

    /// <summary>Whether the form was sent.</summary>
    public bool IsSent => form is not null;

    /// <summary>A field's text, trimmed; empty when it was not filled in.</summary>
    public string this[string field] => form?[field].ToString().Trim() ?? "";

    /// <summary>An optional field; null when it was not filled in.</summary>
    public string? Optional(string field) => this[field] is { Length: > 0 } text ? text : null;

    /// <summary>A field's input, or its initial value if the form was not sent.</summary>
    public string Or(string field, string first) => IsSent ? this[field] : first;
}
