using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Due;
using Ledger.Domain.Orders;
using Ledger.Domain.Programs;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.States;

namespace Ledger.Domain.Spending;

/// <summary>Holds value for a limited time (domain.md §4: a hold reserves like a redemption, with a required time to live).</summary>
internal sealed class HoldPointsKind : CommandKind<HoldPoints>
{
    protected override string? AccountOf(HoldPoints command) => command.AccountId;

    protected override OrderName? OrderOf(HoldPoints command) =>
        command.Source is { } source ? new OrderName(source, command.OrderId!) : null;

    protected override CommandEnd Decide(CommandScope scope, HoldPoints command)
    {
        var wallet = new WalletKey(command.Owner, command.Unit);
        if (command.Unit == Units.Fund) return CommandEnd.Refuse(Refusals.NotRedeemable, "A fund is spent by approved claims.");
        if (!scope.Account.IsKnown) return CommandEnd.Refuse(Refusals.UnknownAccount, $"Nothing is known of account {command.AccountId}.");
        var now = scope.Begin();
        var version = scope.Version;
        if (EndOfSpending.Refusal(version, now) is { } closed) return closed;
        if (Partners.RedemptionRefusal(version, command.PartnerId) is { } mayNot) return mayNot;
        if (Amounts.Positive(version, command.Unit, command.Amount, command.Value, out var refusal) is not { } amount) return refusal!;
        if (command.TtlMinutes < 1 || command.TtlMinutes > version.Redemption.HoldMaxMinutes)
        {
            return CommandEnd.Refuse(Refusals.TtlOutOfRange, $"A hold lives 1 to {version.Redemption.HoldMaxMinutes} minutes.");
        }

        var order = command.Source is null ? null : Streams.OrderKey(command.Source, command.OrderId!);
        if (Redeemable.Refusal(scope, version, wallet, amount, order) is { } refused) return refused;
        if (Allocate.From(scope.Account, wallet, amount, Books.Held, Redeemable.Skipped(version, order)) is not { } moves)
        {
            return Allocate.Insufficient(scope.Account, wallet, amount);
        }

        var expiresAt = now.AddMinutes(command.TtlMinutes);
        scope.Recorder.Move<PointsHeld>(
            wallet, amount, moves, scope.Posting(now, command.Reason, command.Source, command.OrderId),
            with: entry =>
                entry with
                {
                    HoldId = command.Key,
                    ExpiresAt = expiresAt,
                    Order = order,
                    PartnerId = Partners.FunderOf(version, command.PartnerId),
                });
        return CommandEnd.Done(scope.Reply(HoldStateNames.Held, wallet, amount, moves) with { ExpiresAt = expiresAt });
    }
}
