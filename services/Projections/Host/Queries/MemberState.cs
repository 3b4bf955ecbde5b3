using Ledger.Projections.Domain.Views;
using Ledger.Projections.Host.Tables;
using Npgsql;

namespace Ledger.Projections.Host.Queries;

/// <summary>
/// The outcome of an account's last judging, with its active memberships and NPS score at a time (mechanics.md §2, §3, §6).
/// </summary>
/// <param name="Memberships">Memberships active at that time, ids in ordinal order.</param>
/// <param name="Nps">The score at that time; null: none.</param>
internal sealed record MemberState(MemberRow Judged, IReadOnlyList<string> Memberships, int? Nps)
{
    /// <summary>The select list for <see cref="Joins"/>.</summary>
    public const string Columns = "mb.segments, mb.perks, mb.loyalty, tm.memberships, np.score";

    /// <summary>The number of <see cref="Columns"/>.</summary>
    public const int ColumnCount = 5;

    /// <summary>SQL for the numbers of an account (alias a) and of the accounts merged into it, whose rows count as its own.</summary>
    public const string Numbers = "(a.number || coalesce(string_to_array(a.absorbed, ',')::bigint[], array[]::bigint[]))";

    /// <summary>The joins of accounts (alias a) with their judging, memberships and scores.</summary>
    /// <param name="at">The time, as an SQL expression.</param>
    public static string Joins(string schema, string at) => $"""
        left join {schema}.members mb on mb.account = a.number
        cross join lateral (
          select array_agg(distinct t.membership order by t.membership) from {schema}.terms t
           where t.account = any({Numbers}) and t.starts_at <= {at} and t.ends_at > {at}) tm (memberships)
        left join lateral (
          select s.score::int from {schema}.activities s
           where s.account = any({Numbers}) and s.activity = 'nps' and s.revoked_position is null and s.completed_at <= {at}
           order by s.completed_at desc, s.position desc limit 1) np (score) on true
        """;

    /// <summary>SQL for the clock of an account (alias a): the later of its own and the program's.</summary>
    public static string ClockOf(string schema) =>
        $"greatest(a.clock, (select p.clock_at from {schema}.programs p where p.program = a.program))";

    /// <summary>Reads <see cref="Columns"/> from a column on.</summary>
    public static MemberState Read(NpgsqlDataReader row, int first) => new(
        MemberTable.Read(row, first),
        row.IsDBNull(first + 3) ? [] : row.GetFieldValue<string[]>(first + 3),
        row.IsDBNull(first + 4) ? null : row.GetInt32(first + 4));
}
