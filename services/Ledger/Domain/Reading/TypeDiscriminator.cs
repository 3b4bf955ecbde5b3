namespace Ledger.Domain.Reading;

/// <summary>A member that names the type of a record and is not a member of the record itself.</summary>
/// <param name="Name">The member's name.</param>
/// <param name="Text">The text that the member has, where it is present.</param>
public readonly record struct TypeDiscriminator(string Name, string Text)
{
    /// <summary>The end of the sentence that refuses any other text.</summary>
    public string Rule => $" is {Text} here.";
}
