namespace Ledger.Console.Parts;

/// <summary>What was typed into a form: kept when it is shown again.</summary>
/// <param name="form">The form as it was sent; null: it was not.</param>
public sealed class Posted(IFormCollection? form)
{
    /// <summary>The key of the command that the form stands for, made when it was shown: sent twice, it acts once.</summary>
    public string Key => this["key"];

    /// <summary>Which of the form's buttons was pressed.</summary>
    public string Step => this["step"];

    /// <summary>Whether the form was sent.</summary>
    public bool IsSent => form is not null;

    /// <summary>A field without the blanks around it; empty when it was not filled in.</summary>
    public string this[string field] => form?[field].ToString().Trim() ?? "";

    /// <summary>A field that may be left out; null when it was not filled in.</summary>
    public string? Optional(string field) => this[field] is { Length: > 0 } text ? text : null;

    /// <summary>A field as it was typed, or what stands in it at first.</summary>
    public string Or(string field, string first) => IsSent ? this[field] : first;
}
