namespace Ledger.Contracts.V1;

/// <summary>
/// Names of the log's streams, which <c>GET /events</c> shows: Marten's string ids, the program being the tenant. Writer and readers both
/// make them here, because an id may hold the separator.
/// </summary>
public static class Streams
{
    public const string AccountType = "account";
    public const string OrderType = "order";
    public const string ProgramType = "program";
    public const string RejectedType = "rejected";
    public const string RewardType = "reward";

    /// <summary>Of an activity with its revocation.</summary>
    public const string ActivityType = "activity";

    /// <summary>Of a membership's purchase with its refund.</summary>
    public const string PurchaseType = "purchase";

    /// <summary>Of a budget's period.</summary>
    public const string BudgetType = "budget";

    /// <summary>Of a webhook's notices.</summary>
    public const string WebhookType = "webhook";

    public static string Webhook(string id) => $"{WebhookType}/{id}";

    public static string Activity(string id) => $"{ActivityType}/{id}";

    public static string Purchase(string id) => $"{PurchaseType}/{id}";

    /// <param name="period">2011-07, 2011-Q3, 2011 or lifetime.</param>
    public static string Budget(string period) => $"{BudgetType}/{period}";

    public static string Reward(string id) => $"{RewardType}/{id}";

    public static string Account(string id) => $"{AccountType}/{id}";

    public static string Order(string source, string id) => $"{OrderType}/{OrderKey(source, id)}";

    public static string Program(string program) => $"{ProgramType}/{program}";

    public static string Rejected(string id) => $"{RejectedType}/{id}";

    /// <summary>"source/orderId", the source escaped where it holds the separator, so that two orders never share a key.</summary>
    public static string OrderKey(string source, string id)
    {
        ArgumentNullException.ThrowIfNull(source);
        return $"{source.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal)}/{id}";
    }

    /// <summary>The source and the id that an <see cref="OrderKey"/> was made of.</summary>
    public static (string Source, string OrderId) OrderOf(string orderKey)
    {
        ArgumentNullException.ThrowIfNull(orderKey);
        var end = orderKey.IndexOf('/', StringComparison.Ordinal);
        var source = orderKey[..end].Replace("%2F", "/", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal);
        return (source, orderKey[(end + 1)..]);
    }
}
