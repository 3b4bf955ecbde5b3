using Ledger.Domain.Spending;
using Ledger.Host.State;
using Npgsql;

namespace Ledger.Host.Writing;

/// <summary>
/// What the keys of commands are bound to, and the accounts of what commands make. Those of a batch are kept until the next batch is
/// decided, because the tables may not have them yet.
/// </summary>
internal sealed class CommandKeys
{
    private Dictionary<CommandKey, KnownCommand> stored = [];
    private Dictionary<CommandKey, KnownCommand> bound = [];
    private Dictionary<CommandKey, KnownCommand> boundBefore = [];
    private Dictionary<CommandKey, string> made = [];
    private Dictionary<CommandKey, string> madeBefore = [];

    /// <summary>Loads what keys are bound to, for this batch only.</summary>
    public async Task LoadAsync(NpgsqlConnection connection, IEnumerable<CommandKey> keys, CancellationToken ct) =>
        stored = await CommandTable.LoadAsync(connection, [.. keys.Distinct()], ct);

    /// <summary>
    /// What a key is bound to: in the tables, by this batch, or by the one before, which may not be committed yet. Null when it is free.
    /// </summary>
    public KnownCommand? Find(CommandKey key) =>
        bound.GetValueOrDefault(key) ?? boundBefore.GetValueOrDefault(key) ?? stored.GetValueOrDefault(key);

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
    }

    /// <summary>A batch failed: what it bound and made is in no table.</summary>
    public void Forget()
    {
        bound.Clear();
        boundBefore.Clear();
        made.Clear();
        madeBefore.Clear();
    }
}
