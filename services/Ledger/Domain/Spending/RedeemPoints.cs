using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Due;
using Ledger.Domain.Orders;
using Ledger.Domain.Programs;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Numbers;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.Program;
using Ledger.Rules.Domain.States;

namespace Ledger.Domain.Spending;

/// <summary>Spends value at once: on an order, for a reward, as a voucher, as cash (domain.md §4 redemption).</summary>
internal sealed class RedeemPointsKind : CommandKind<RedeemPoints>
{
    protected override string? AccountOf(RedeemPoints command) => command.AccountId;

    protected override OrderName? OrderOf(RedeemPoints command) =>
        command.Purpose() == RedemptionPurpose.Order && command.Source is { } source ? new OrderName(source, command.OrderId!) : null;

    protected override CommandEnd Decide(CommandScope scope, RedeemPoints command)
    {
        if (!scope.Account.IsKnown) return CommandEnd.Refuse(Refusals.UnknownAccount, $"Nothing is known of account {command.AccountId}.");
        var now = scope.Begin();
        var version = scope.Version;
        if (EndOfSpending.Refusal(version, now) is { } closed) return closed;
        if (Partners.RedemptionRefusal(version, command.PartnerId) is { } refused) return refused;
        return command.Purpose() switch
        {
            RedemptionPurpose.Reward => Reward(scope, command, version, now),
            RedemptionPurpose.Order or RedemptionPurpose.Voucher or RedemptionPurpose.Cash when command.Unit == Units.Fund =>
                CommandEnd.Refuse(Refusals.NotRedeemable, "A fund is spent by approved claims."),
            RedemptionPurpose.Cash when command.Unit != Units.Cashback =>
                CommandEnd.Refuse(Refusals.NotRedeemable, "Only cashback is paid out in cash."),
            RedemptionPurpose.Order or RedemptionPurpose.Voucher or RedemptionPurpose.Cash => Value(scope, command, version, now),
        };
    }

    private static CommandEnd Value(CommandScope scope, RedeemPoints command, ProgramVersion version, DateTimeOffset now)
    {
        if (Amounts.Positive(version, command.Unit, command.Amount, command.Value, out var refusal) is not { } amount) return refusal!;
        var purpose = command.Purpose();
        var order = purpose == RedemptionPurpose.Order && command.Source is { } source
            ? Streams.OrderKey(source, command.OrderId!)
            : null;
        var isVoucher = purpose == RedemptionPurpose.Voucher;
        var worth = isVoucher ? Rounding.Floor.Round(Amounts.Worth(version, command.Unit, amount), version.MinorDigits) : 0;
        if (isVoucher && worth == 0) return CommandEnd.Refuse(Refusals.NoPointValue, "Such a voucher would be worth nothing.");
        var wallet = new WalletKey(command.Owner, command.Unit);
        var end = Spend(scope, command, now, wallet, amount, order, null);
        if (!isVoucher || end.Reply is not { } reply) return end;

        var account = scope.Account;
        DateTimeOffset? until = command.ValidMonths is { } months ? version.Calendar.AddMonths(now, months) : null;
        scope.Recorder.Emit(new VoucherIssued(
                account.Program, account.Id, scope.NewVoucherCode, command.Key, worth, version.Currency, now, scope.Recorder.RecordedAt,
                until));
        return CommandEnd.Done(reply with
        {
            State = VoucherStateNames.Issued,
            Voucher = scope.NewVoucherCode,
            Value = worth,
            ExpiresAt = until,
        });
    }

    private static CommandEnd Reward(CommandScope scope, RedeemPoints command, ProgramVersion version, DateTimeOffset now)
    {
        var reward = version.Rewards.FirstOrDefault(reward => reward.Id == command.Reward);
        if (reward is null) return CommandEnd.Refuse(Refusals.UnknownReward, $"The catalogue has no reward {command.Reward}.");
        var tier = scope.Account.Tier is { } held ? TierRules.InVersion(scope.Recorder.Catalog, version, held) : version.Tiers[0].Id;
        if (reward.TierIn.Count > 0 && !reward.TierIn.Contains(tier))
        {
            return CommandEnd.Refuse(Refusals.TierNotEntitled, $"Reward {reward.Id} is not for tier {tier}.");
        }

        if (reward.Stock is { } stock && scope.Stock!.Taken >= stock)
        {
            return CommandEnd.Refuse(Refusals.NotEnoughStock, $"Reward {reward.Id} is out of stock.");
        }
        var end = Spend(scope, command, now, new WalletKey(command.Owner, reward.Unit), reward.Cost, null, reward.Id);
        if (end.Reply is not null && reward.Stock is not null)
        {
            scope.Recorder.EmitForReward(
                new RewardTaken(scope.Account.Program, reward.Id, scope.Account.Id, command.Key, now, scope.Recorder.RecordedAt));
        }

        return end;
    }

    private static CommandEnd Spend(
        CommandScope scope, RedeemPoints command, DateTimeOffset now, WalletKey wallet, decimal amount, string? order, string? reward)
    {
        var version = scope.Version;
        if (Redeemable.Refusal(scope, version, wallet, amount, order) is { } refused) return refused;
        var partner = Partners.FunderOf(version, command.PartnerId);
        if (Allocate.From(scope.Account, wallet, amount, Books.RedeemedWith(partner), Redeemable.Skipped(version, order)) is not { } moves)
        {
            return Allocate.Insufficient(scope.Account, wallet, amount);
        }

        scope.Recorder.Move<PointsRedeemed>(
            wallet, -amount, moves, scope.Posting(now, null, command.Source, command.OrderId),
            with: entry => entry with
            {
                RedemptionId = command.Key,
                For = command.For,
                Order = order,
                OrderNet = Redeemable.NetOf(scope, order),
                Reward = reward,
                PartnerId = partner,
            });
        return CommandEnd.Done(scope.Reply("redeemed", wallet, amount, moves));
    }
}
