namespace Ledger.Ledger.Domain;

/// <summary>Names of the streams (architecture.md): Marten's string ids, the program being the tenant.</summary>
public static class Streams
{
    public const string AccountType = "account";
    public const string OrderType = "order";
    public const string ProgramType = "program";
    public const string RejectedType = "rejected";

    public const string RewardType = "reward";

    public static string Reward(string id) => $"reward/{id}";

    public static string Account(string id) => $"account/{id}";

    public static string Order(string source, string id) => $"order/{Ledger.Domain.Order.KeyOf(source, id)}";

    public static string Program(string program) => $"program/{program}";

    public static string Rejected(string id) => $"rejected/{id}";
}
