using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Orders;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Spending;

/// <summary>Moves activated value to another wallet; each part keeps the dates of the lot it comes from (domain.md §4).</summary>
internal sealed class TransferPointsKind : CommandKind<TransferPoints>
{
    protected override string? AccountOf(TransferPoints command) => command.FromAccountId;

    protected override string? OtherOf(TransferPoints command) => command.ToAccountId;

    protected override CommandEnd Decide(CommandScope scope, TransferPoints command)
    {
        var (from, to) = (scope.Recorder, scope.Other!);
        if (!from.Account.IsKnown)
        {
            return CommandEnd.Refuse(Refusals.UnknownAccount, $"Nothing is known of account {command.FromAccountId}.");
        }
        if (!to.Account.IsKnown) return CommandEnd.Refuse(Refusals.UnknownAccount, $"Nothing is known of account {command.ToAccountId}.");
        var version = scope.Version;
        if (Amounts.Positive(version, command.Unit, command.Amount, out var refusal) is not { } amount) return refusal!;
        var isOneAccount = from == to;
        if (version.Transfers == TransferPolicy.None || (version.Transfers == TransferPolicy.WithinAccount && !isOneAccount))
        {
            return CommandEnd.Refuse(Refusals.TransfersNotAllowed, "The program does not allow such a transfer.");
        }

        if (isOneAccount && command.FromOwner == command.ToOwner)
        {
            return CommandEnd.Refuse(Refusals.SameWallet, "A transfer goes to another wallet.");
        }
        var now = scope.Begin();
        if (!isOneAccount) scope.Begin(to);
        var wallet = new WalletKey(command.FromOwner, command.Unit);
        if (Allocate.From(from.Account, wallet, amount, Books.Transfer, null) is not { } moves)
        {
            return Allocate.Insufficient(from.Account, wallet, amount);
        }

        from.Move<PointsTransferred>(
            wallet, -amount, moves, scope.Posting(now),
            with: entry => entry with { TransferId = command.Key, OtherAccountId = to.Account.Id, OtherOwner = command.ToOwner });
        foreach (var move in moves) Arrive(scope, command, from.Account.Lots[move.Lot], move.Amount);
        return CommandEnd.Done(scope.Reply("transferred", wallet, amount, moves));
    }

    private static void Arrive(CommandScope scope, TransferPoints command, Lot left, decimal amount)
    {
        var to = scope.Other!;
        var now = scope.NowOf(to);
        var wallet = new WalletKey(command.ToOwner, command.Unit);
        var number = to.Account.LotsOpened + 1;
        var moves = new[] { new LotMove(number, Books.Transfer, Books.Available, amount) };
        var posting = scope.Posting(now);
        to.Move<PointsTransferred>(
            wallet, amount, moves, posting, new LotOpened(number, left.ActivatesAt, left.ExpiresAt),
            with: entry => entry with { TransferId = command.Key, OtherAccountId = scope.Account.Id, OtherOwner = command.FromOwner });
        // When the receiving account's clock is past a lot's expiry, the value expires on arrival and pays no arrears.
        HeldValue.Settle(to, wallet, moves, lot => lot.ExpiresAt <= now, posting);
    }
}
