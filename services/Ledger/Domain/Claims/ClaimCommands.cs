using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Due;
using Ledger.Domain.Mechanics;
using Ledger.Domain.Orders;
using Ledger.Domain.Spending;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.States;

namespace Ledger.Domain.Claims;

/// <summary>Claims money of a fund. The money is held, from lots of that fund only, until the claim is decided (mechanics.md §5).</summary>
internal sealed class ClaimFundKind : CommandKind<ClaimFund>
{
    protected override string? AccountOf(ClaimFund command) => command.AccountId;

    protected override CommandEnd Decide(CommandScope scope, ClaimFund command)
    {
        if (!scope.Account.IsKnown) return CommandEnd.Refuse(Refusals.UnknownAccount, $"Nothing is known of account {command.AccountId}.");
        var now = scope.Begin();
        var version = scope.Version;
        if (EndOfSpending.Refusal(version, now) is { } closed) return closed;
        if (version.FundOf(command.Fund) is not { } fund)
        {
            return CommandEnd.Refuse(Refusals.UnknownFund, $"The program has no fund {command.Fund}.");
        }
        if (Amounts.Positive(version, Units.Fund, command.Amount, out var refusal) is not { } amount) return refusal!;
        if (Allocate(scope.Account, fund.Id, amount) is not { } moves)
        {
            var left = scope.Account.Lots.InRedemptionOrder(Funds.Wallet).Where(lot => lot.Fund == fund.Id).Sum(lot => lot.Unheld);
            return CommandEnd.Refuse(Refusals.InsufficientBalance, $"{left} are available in fund {fund.Id}; {amount} were claimed.");
        }

        var (account, recorder, expiresAt) = (scope.Account, scope.Recorder, FundRules.ClaimExpiresAt(fund, now));
        recorder.Emit(new ClaimRequested(
                account.Program, account.Id, command.Key, fund.Id, amount, command.Activity, command.Proofs, command.Reason,
                scope.Principal, now, recorder.RecordedAt, expiresAt));
        recorder.Move<PointsHeld>(
            Funds.Wallet, amount, moves, scope.Posting(now, command.Reason),
            with: entry => entry with { HoldId = command.Key, ExpiresAt = expiresAt ?? Hold.Never });
        return CommandEnd.Done(scope.Reply(ClaimStateNames.Requested, Funds.Wallet, amount, moves) with { ExpiresAt = expiresAt });
    }

    private static List<LotMove>? Allocate(Account account, string fund, decimal amount)
    {
        var moves = new List<LotMove>();
        foreach (var lot in account.Lots.InRedemptionOrder(Funds.Wallet))
        {
            if (lot.Fund != fund) continue;
            var taken = Math.Min(amount, lot.Unheld);
            moves.Add(new LotMove(lot.Number, Books.Available, Books.Held, taken));
            amount -= taken;
            if (amount == 0) return moves;
        }

        return null;
    }
}

/// <summary>The base of commands about one existing claim.</summary>
internal abstract class ClaimKind<T> : CommandKind<T>
    where T : class, ISpendingCommand
{
    protected sealed override CommandSubject? SubjectOf(T command) => new(SpendingKinds.Claim, ClaimOf(command));

    protected sealed override CommandEnd Unknown(T command) =>
        CommandEnd.Refuse(Refusals.UnknownClaim, $"There is no claim {ClaimOf(command)}.");

    protected sealed override CommandEnd Decide(CommandScope scope, T command)
    {
        var now = scope.Begin();
        if (scope.Account.Mechanics.Claims.Find(ClaimOf(command)) is not { } claim) return Unknown(command);
        return claim.IsOpen
            ? Decide(scope, command, claim, now)
            : CommandEnd.Refuse(Refusals.ClaimClosed, $"Claim {claim.Id} is {ClaimStateNames.NameOf(claim.State)}.");
    }

    protected abstract string ClaimOf(T command);

    protected abstract CommandEnd Decide(CommandScope scope, T command, Claim claim, DateTimeOffset now);
}

/// <summary>Adds proofs to a claim that is not decided yet.</summary>
internal sealed class AddClaimProofsKind : ClaimKind<AddClaimProofs>
{
    protected override string ClaimOf(AddClaimProofs command) => command.ClaimId;

    protected override CommandEnd Decide(CommandScope scope, AddClaimProofs command, Claim claim, DateTimeOffset now)
    {
        var account = scope.Account;
        scope.Recorder.Emit(
            new ClaimProofsAdded(account.Program, account.Id, claim.Id, command.Proofs, scope.Principal, now, scope.Recorder.RecordedAt));
        return CommandEnd.Done(scope.Reply(ClaimStateNames.Requested, Funds.Wallet, claim.Amount, of: claim.Id));
    }
}

/// <summary>
/// Approves a claim, whole or in part: the approved money is spent, the rest returns to the fund. The principal must be another than the
/// claimant's, and the claim must have a proof.
/// </summary>
internal sealed class ApproveClaimKind : ClaimKind<ApproveClaim>
{
    protected override string ClaimOf(ApproveClaim command) => command.ClaimId;

    protected override CommandEnd Decide(CommandScope scope, ApproveClaim command, Claim claim, DateTimeOffset now)
    {
        var (account, recorder, version) = (scope.Account, scope.Recorder, scope.Version);
        if (EndOfSpending.Refusal(version, now) is { } closed) return closed;
        if (scope.Principal == claim.RequestedBy)
        {
            return CommandEnd.Refuse(Refusals.SamePrincipal, $"{scope.Principal} made claim {claim.Id}; another principal approves it.");
        }
        if (claim.Proofs.Count == 0) return CommandEnd.Refuse(Refusals.ProofMissing, $"Claim {claim.Id} has no proof.");
        var amount = claim.Amount;
        if (command.Amount is { } part)
        {
            if (Amounts.Positive(version, Units.Fund, part, out var refusal) is not { } asked) return refusal!;
            if (asked > claim.Amount)
            {
                return CommandEnd.Refuse(Refusals.AboveClaimed, $"{claim.Amount} were claimed; {asked} were approved.");
            }
            amount = asked;
        }

        recorder.Emit(new ClaimApproved(account.Program, account.Id, claim.Id, amount, scope.Principal, now, recorder.RecordedAt));
        var hold = account.Spending.Holds[claim.Id];
        var moves = HeldValue.Capture(recorder, hold, amount, command.Key, null, scope.Posting(now));
        return CommandEnd.Done(scope.Reply(ClaimStateNames.Approved, Funds.Wallet, amount, moves, claim.Id));
    }
}

/// <summary>Rejects a claim: all of its money returns to the fund.</summary>
internal sealed class RejectClaimKind : ClaimKind<RejectClaim>
{
    protected override string ClaimOf(RejectClaim command) => command.ClaimId;

    protected override CommandEnd Decide(CommandScope scope, RejectClaim command, Claim claim, DateTimeOffset now)
    {
        var (account, recorder) = (scope.Account, scope.Recorder);
        recorder.Emit(new ClaimRejected(account.Program, account.Id, claim.Id, command.Reason, scope.Principal, now, recorder.RecordedAt));
        var moves = HeldValue.Release(recorder, account.Spending.Holds[claim.Id], scope.Posting(now, command.Reason));
        return CommandEnd.Done(scope.Reply(ClaimStateNames.Rejected, Funds.Wallet, claim.Amount, moves, claim.Id));
    }
}
