using Ledger.Domain.Spending;
using Ledger.Host.State;
using Npgsql;

namespace Ledger.Host.Writing;

/// <summary>
/// What the keys of commands are bound to, and the accounts of what commands make. Those of a batch are kept until the next batch is
/// decided, because the tables may not have them yet. Most keys are new, so a batch takes its keys to be free and does not look them up
/// (optimistic concurrency): if a repeat is carried out again, its key is already in the table, so the commit fails and the batch is
/// decided again with its keys looked up; if a repeat is refused, its key is looked up then.
/// </summary>
internal sealed class CommandKeys
{
    // Repeats come together, when a client or a network has failed, and each would make a commit fail.
    private const int BatchesAfterRepeat = 100;

    private Dictionary<CommandKey, KnownCommand> stored = [];
    private Dictionary<CommandKey, KnownCommand> bound = [];
    private Dictionary<CommandKey, KnownCommand> boundBefore = [];
    private Dictionary<CommandKey, string> made = [];
    private Dictionary<CommandKey, string> madeBefore = [];
    private int repeatsExpectedFor;

    /// <summary>
    /// Whether a batch should look up its keys before it is decided, because one of the last 100 batches had a repeat.
    /// </summary>
    public bool ExpectsRepeats => repeatsExpectedFor > 0;

    /// <summary>Loads what the keys of commands are bound to, for this batch only.</summary>
    public async Task LoadAsync(NpgsqlConnection connection, IEnumerable<CommandWork> commands, CancellationToken ct)
    {
        stored = await CommandTable.LoadAsync(connection, [.. commands.Select(work => work.Key).Distinct()], ct);
        if (stored.Count > 0) repeatsExpectedFor = BatchesAfterRepeat;
    }

    /// <summary>
    /// What a key is bound to: in the table if it was looked up, by this batch, or by the one before, which may not be committed yet. Null
    /// when it is free, or was not looked up.
    /// </summary>
    public KnownCommand? Find(CommandKey key) =>
        bound.GetValueOrDefault(key) ?? boundBefore.GetValueOrDefault(key) ?? stored.GetValueOrDefault(key);

    /// <summary>Whether the table has the key, of those that were looked up.</summary>
    public bool IsStored(CommandKey key) => stored.ContainsKey(key);

    public void Bind(CommandKey key, KnownCommand known) => bound[key] = known;

    /// <summary>Notes the account of what a command will make, because no table has it yet.</summary>
    public void Make(CommandKey key, string account) => made.TryAdd(key, account);

    /// <summary>The account of what a command of this batch, or of the one before, makes; null when no such command has the key.</summary>
    public string? MakerOf(CommandKey key) => made.GetValueOrDefault(key) ?? madeBefore.GetValueOrDefault(key);

    /// <summary>The batch's changes are being committed, so it is now the one before.</summary>
    public void Saved()
    {
        (boundBefore, bound) = (bound, []);
        (madeBefore, made) = (made, []);
        stored = [];
        if (repeatsExpectedFor > 0) repeatsExpectedFor--;
    }

    /// <summary>A batch failed: what it bound and made is in no table.</summary>
    public void Forget()
    {
        stored = [];
        bound.Clear();
        boundBefore.Clear();
        made.Clear();
        madeBefore.Clear();
    }
}
