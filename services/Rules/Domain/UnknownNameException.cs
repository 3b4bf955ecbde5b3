namespace Ledger.Rules.Domain;

/// <summary>Something that was stored has a name from a closed set that this version does not know.</summary>
/// <param name="set">What the name stands for: a book, a unit, a hold's state, a kind of cause …</param>
/// <param name="name">The name.</param>
public sealed class UnknownNameException(string set, string name) : Exception($"There is no {set} {name}.");
