using System.Text.Json;
using Ledger.Domain;
using Ledger.Domain.Accounts;
using Ledger.Domain.Due;
using Ledger.Host.State;
using Ledger.Host.Writing;
using Ledger.Rules.Domain.Program;
using Npgsql;

namespace Ledger.Host.Verification;

/// <summary>Compares ledger_accounts, which has a row for every account with events.</summary>
internal sealed class AccountsCompared(Programs programs) : IStateTable
{
    public string Table => "ledger_accounts";

    public string Columns => "l.version, l.due_at, l.state::text";

    public string Code => "state_account_differs";

    public IEnumerable<string> Expected(RebuiltAccount rebuilt) => rebuilt.LastPosition > 0 ? ["account"] : [];

    public string KeyOf(NpgsqlDataReader row) => "account";

    public IReadOnlyList<string> Differences(NpgsqlDataReader row, RebuiltAccount rebuilt)
    {
        var differences = new List<string>();
        if (row.GetInt64(2) < 1) differences.Add("version");
        DateTimeOffset? due = row.IsDBNull(3) ? null : new DateTimeOffset(row.GetDateTime(3), TimeSpan.Zero);
        if (programs.Find(rebuilt.Account.Program) is { } program && !IsPlanned(program, rebuilt.Account, due)) differences.Add("due_at");
        try
        {
            differences.AddRange(AccountShape.Account.Differences(
                AccountShape.Read(rebuilt.Account.Program, rebuilt.Account.Id, row.GetFieldValue<byte[]>(4)), rebuilt.Account));
        }
        catch (Exception wrong)
            when (wrong is JsonException or FormatException or OverflowException or InvalidOperationException
                or IndexOutOfRangeException or ArgumentException or NullReferenceException)
        {
            differences.Add($"state cannot be read ({wrong.Message})");
        }

        return differences;
    }

    // A version published or retired since then may give another due time. Until the sweeper has looked at the account, its row may have
    // the time of that change.
    private static bool IsPlanned(ProgramState program, Account account, DateTimeOffset? due) =>
        (due is { } at && program.ChangedAt.Contains(at)) || program.CatalogsInTime.Any(catalog => IsPlannedUnder(catalog, account, due));

    private static bool IsPlannedUnder(ProgramCatalog catalog, Account account, DateTimeOffset? due)
    {
        if (catalog.Versions.Count == 0) return false;
        try
        {
            // A stored time before the next due work is harmless: the sweeper then plans the row again. A time after it would leave that
            // work undone.
            return due is { } at
                ? at == DateTimeOffset.MinValue || !DueWork.IsDue(catalog, account, at.AddTicks(-1))
                : DueWork.NextAt(catalog, account, account.Clock) is null;
        }
        catch (KeyNotFoundException)
        {
            // The account refers to a version that this older catalog does not have.
            return false;
        }
    }
}
