namespace Ledger.Contracts.V1;

/// <summary>
/// Names of the log's streams, which <c>GET /events</c> shows. They are Marten's string ids; the tenant is the program. Writer and readers
/// both make names here, because an id may contain the separator.
/// </summary>
public static class Streams
{
    public const string AccountType = "account";
    public const string OrderType = "order";
    public const string ProgramType = "program";
    public const string RejectedType = "rejected";
    public const string RewardType = "reward";

    /// <summary>Type of the stream of an activity and its revocation.</summary>
    public const string ActivityType = "activity";

    /// <summary>Type of the stream of a membership's purchase and its refund.</summary>
    public const string PurchaseType = "purchase";

    /// <summary>Type of the stream of a budget's period.</summary>
    public const string BudgetType = "budget";

    /// <summary>Type of the stream of a webhook's notices.</summary>
    public const string WebhookType = "webhook";

    public static string Webhook(string id) => $"{WebhookType}/{id}";

    public static string Activity(string id) => $"{ActivityType}/{id}";

    public static string Purchase(string id) => $"{PurchaseType}/{id}";

    /// <param name="period">2011-07, 2011-Q3, 2011 or lifetime.</param>
    public static string Budget(string period) => $"{BudgetType}/{period}";

    public static string Reward(string id) => $"{RewardType}/{id}";

    public static string Account(string id) => $"{AccountType}/{id}";

    public static string Order(string source, string id) => $"{OrderType}/{Escaped(source)}/{id}";

    public static string Program(string program) => $"{ProgramType}/{program}";

    public static string Rejected(string id) => $"{RejectedType}/{id}";

    /// <summary>"source/orderId". A % or / in the source is escaped, so that two orders never share a key.</summary>
    public static string OrderKey(string source, string id) => $"{Escaped(source)}/{id}";

    /// <summary>The source and the order's id from which an <see cref="OrderKey"/> was made.</summary>
    public static (string Source, string OrderId) OrderOf(string orderKey)
    {
        ArgumentNullException.ThrowIfNull(orderKey);
        var end = orderKey.IndexOf('/', StringComparison.Ordinal);
        var source = orderKey[..end].Replace("%2F", "/", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal);
        return (source, orderKey[(end + 1)..]);
    }

    private static string Escaped(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal);
    }
}
