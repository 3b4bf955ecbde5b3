using System.Globalization;
using System.Net;
using Ledger.Webhooks.Domain;

namespace Ledger.Webhooks.Host;

/// <summary>What a host may set of the webhooks.</summary>
public sealed class WebhooksOptions
{
    // A year.
    private const double SecondsMax = 366 * 86_400.0;

    /// <summary>Networks that deliveries may go to beside public addresses, also over http.</summary>
    public IReadOnlyList<IPNetwork> Networks { get; set; } = [];

    /// <summary>When a delivery that failed is tried again.</summary>
    public RetrySchedule Schedule { get; set; } = RetrySchedule.Default;

    /// <summary>How long a receiver may take to answer.</summary>
    public TimeSpan AnswerMax { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a secret that was replaced stays valid, unless the caller says otherwise.</summary>
    public TimeSpan SecretKept { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Reads LEDGER_WEBHOOK_RETRY: the first pause, the longest, and after how long to give up, in seconds: <c>5,3600,259200</c>.
    /// </summary>
    /// <exception cref="FormatException">It is not these three numbers, each at least as large as the one before it.</exception>
    public static RetrySchedule ParseSchedule(string? setting)
    {
        if (string.IsNullOrEmpty(setting)) return RetrySchedule.Default;
        var parts = setting.Split(',', StringSplitOptions.TrimEntries);
        var seconds = parts.Select(part =>
            double.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : -1).ToList();
        if (seconds is not [> 0 and var first, var longest, var giveUp] || longest < first || giveUp < longest || giveUp > SecondsMax)
        {
            throw new FormatException("It is three numbers of seconds like 5,3600,259200: first pause, longest pause, when to give up.");
        }

        return new RetrySchedule(TimeSpan.FromSeconds(first), TimeSpan.FromSeconds(longest), TimeSpan.FromSeconds(giveUp));
    }
}
