namespace Ledger.Rules.Domain.States;

/// <summary>Something that was stored names a state that this version does not know.</summary>
/// <param name="thing">What has the state: hold, voucher, adjustment, grant, claim or version.</param>
/// <param name="state">The name.</param>
public sealed class UnknownStateException(string thing, string state) : Exception($"No {thing} has a state {state}.");
