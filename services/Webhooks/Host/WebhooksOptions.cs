using System.Globalization;
using System.Net;
using Ledger.Webhooks.Domain;

namespace Ledger.Webhooks.Host;

/// <summary>Options of webhooks.</summary>
public sealed class WebhooksOptions
{
    // The longest time in a schedule, 366 days.
    private const double SecondsMax = 366 * 86_400.0;

    /// <summary>Networks to which deliveries may go beside public addresses, also over http.</summary>
    public IReadOnlyList<IPNetwork> Networks { get; set; } = [];

    /// <summary>When a failed delivery is tried again.</summary>
    public RetrySchedule Schedule { get; set; } = RetrySchedule.Default;

    /// <summary>Time limit for a receiver's answer.</summary>
    public TimeSpan AnswerMax { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a replaced secret stays valid unless the caller sets another time.</summary>
    public TimeSpan SecretKept { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Reads LEDGER_WEBHOOK_RETRY: first pause, longest pause, and the time after which to give up, in seconds, like <c>5,3600,259200</c>.
    /// </summary>
    /// <exception cref="FormatException">The text is not three such numbers, each at least as large as the one before.</exception>
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
