using System.Globalization;
using Ledger.Projections.Domain.Views;

namespace Ledger.Projections.Domain.Reports;

/// <summary>Members as <c>members.csv</c> shows them (mechanics.md §12).</summary>
public static class MemberReport
{
    public const string Header = "accountId,segments,loyalty,perks,memberships,nps";

    /// <summary>The fields of a line.</summary>
    /// <param name="memberships">Memberships active at the account's clock, ids in ordinal order.</param>
    /// <param name="nps">The score as of the account's clock, 0 to 10; null: none.</param>
    public static string[] Row(string accountId, MemberRow judged, IReadOnlyList<string> memberships, int? nps)
    {
        ArgumentNullException.ThrowIfNull(judged);
        ArgumentNullException.ThrowIfNull(memberships);
        return
        [
            accountId, Joined(judged.Segments), judged.Loyalty, Joined(judged.Perks), Joined(memberships),
            nps?.ToString(CultureInfo.InvariantCulture) ?? "",
        ];

        static string Joined(IReadOnlyList<string> ids) => string.Join('|', ids);
    }
}
