namespace Ledger.Model;

public sealed record Line(
    string LineId, string Sku, decimal Quantity, decimal UnitPrice, decimal Discount = 0, string? Category = null,
    string Kind = "merchandise");

public sealed record Order(
    string Program,
    string Source,
    string OrderId,
    string AccountId,
    DateTimeOffset PlacedAt,
    string Currency,
    IReadOnlyList<Line> Lines,
    long Revision = 1,
    string? ContactId = null,
    string? PartnerId = null,
    IReadOnlyDictionary<string, string>? Tags = null);

public sealed record ReturnLine(string LineId, decimal Quantity);

public abstract record Fact(string Program);

/// <summary>An order snapshot; whether it is called placed or amended makes no difference.</summary>
public sealed record OrderPlaced(Order Order) : Fact(Order.Program);

public sealed record OrderAmended(Order Order, DateTimeOffset? AmendedAt = null) : Fact(Order.Program);

public abstract record OrderFact(string Program, string Source, string OrderId, DateTimeOffset At) : Fact(Program);

public sealed record OrderPaid(string Program, string Source, string OrderId, DateTimeOffset At, string? Reference = null)
    : OrderFact(Program, Source, OrderId, At);

public sealed record OrderShipped(string Program, string Source, string OrderId, DateTimeOffset At, string? Reference = null)
    : OrderFact(Program, Source, OrderId, At);

public sealed record OrderDelivered(string Program, string Source, string OrderId, DateTimeOffset At)
    : OrderFact(Program, Source, OrderId, At);

public sealed record OrderReturned(
    string Program, string Source, string OrderId, string ReturnId, DateTimeOffset At, IReadOnlyList<ReturnLine> Lines)
    : OrderFact(Program, Source, OrderId, At);

public sealed record OrderCancelled(string Program, string Source, string OrderId, DateTimeOffset At)
    : OrderFact(Program, Source, OrderId, At);

/// <summary>Something a member did beside buying (mechanics.md §1).</summary>
public sealed record ActivityCompleted(
    string Program,
    string Id,
    string AccountId,
    string Activity,
    DateTimeOffset At,
    string? ContactId = null,
    decimal? Score = null,
    string? PartnerId = null,
    string? Reference = null,
    IReadOnlyDictionary<string, string>? Tags = null) : Fact(Program);

public sealed record ActivityRevoked(string Program, string Id, DateTimeOffset At, string? Reason = null) : Fact(Program);

public sealed record MembershipPurchased(
    string Program,
    string Id,
    string AccountId,
    string Membership,
    DateTimeOffset At,
    decimal? Price = null,
    string? Currency = null,
    string? OrderRef = null) : Fact(Program);

public sealed record MembershipRefunded(string Program, string Id, DateTimeOffset At, string? Reason = null) : Fact(Program);

/// <summary>What one unit of a currency is worth in the program's, from a time on.</summary>
public sealed record RateSet(string Program, string Currency, DateTimeOffset From, decimal Rate) : Fact(Program);

public enum Result
{
    Recorded,
    Repeated,
    Conflict,
    Parked,
    Superseded,
    Rejected,
}

/// <summary>How a fact or command ended. A repeat has the first outcome's code.</summary>
public sealed record Outcome(Result Result, string? Code = null);

/// <summary>A refusal. Changes already made for the fact or command are discarded.</summary>
public sealed class RefusedException(string code) : Exception(code)
{
    public string Code { get; } = code;
}

/// <summary>A program version that makes no sense; the message begins with the path.</summary>
public sealed class ProgramErrorException(string path, string message) : Exception(path + ": " + message)
{
    public string Path { get; } = path;
}
