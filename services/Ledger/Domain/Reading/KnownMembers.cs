namespace Ledger.Domain.Reading;

/// <summary>Members of a fact or command that its transport knows, all of them texts.</summary>
public sealed record KnownMembers
{
    private static readonly Dictionary<string, string> Nothing = [];

    /// <summary>Nothing is known.</summary>
    public static KnownMembers None { get; } = new();

    /// <summary>What the request's address and headers say: the body may repeat it, and may not contradict it.</summary>
    public IReadOnlyDictionary<string, string> Address { get; init; } = Nothing;

    /// <summary>What holds where the body says nothing.</summary>
    public IReadOnlyDictionary<string, string> Fallback { get; init; } = Nothing;

    /// <summary>What only the transport may say, as who calls: the body may not have it.</summary>
    public IReadOnlyDictionary<string, string> Caller { get; init; } = Nothing;

    /// <summary>What is known of a member that the body does not have.</summary>
    public string? Of(string name) => Address.GetValueOrDefault(name) ?? Caller.GetValueOrDefault(name) ?? Fallback.GetValueOrDefault(name);
}
