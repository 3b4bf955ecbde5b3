namespace Ledger.Domain.Reading;

/// <summary>The members of a fact or command that its transport knows; all of them are texts.</summary>
public sealed record KnownMembers
{
    private static readonly Dictionary<string, string> Nothing = [];

    /// <summary>No member is known.</summary>
    public static KnownMembers None { get; } = new();

    /// <summary>Members from the request's address and headers: the body may repeat them, but not contradict them.</summary>
    public IReadOnlyDictionary<string, string> Address { get; init; } = Nothing;

    /// <summary>Defaults for members that the body lacks.</summary>
    public IReadOnlyDictionary<string, string> Fallback { get; init; } = Nothing;

    /// <summary>Members that only the transport may set, such as the caller's name: the body must not have them.</summary>
    public IReadOnlyDictionary<string, string> Caller { get; init; } = Nothing;

    /// <summary>The value of a member that the body lacks; null when it is unknown.</summary>
    public string? Of(string name) => Address.GetValueOrDefault(name) ?? Caller.GetValueOrDefault(name) ?? Fallback.GetValueOrDefault(name);
}
