using Ledger.Contracts.V1;

namespace Ledger.Projections.Domain.Views;

/// <summary>A wallet while the moves of an entry are added up, so that an entry makes one row and not one for each side of each
/// move.</summary>
internal struct WalletSums(WalletRow row)
{
    private decimal pending = row.Pending;
    private decimal available = row.Available;
    private decimal held = row.Held;
    private decimal arrears = row.Arrears;
    private decimal accrued = row.Accrued;
    private decimal reversed = row.Reversed;
    private decimal redeemed = row.Redeemed;
    private decimal expired = row.Expired;
    private decimal adjusted = row.Adjusted;
    private bool credited = row.Credited;

    public void Apply(LotMove move)
    {
        Take(move.From, move.Amount);
        Put(move.To, move.Amount);
    }

    public readonly WalletRow ToRow() => new(pending, available, held, arrears, accrued, reversed, redeemed, expired, adjusted, credited);

    private void Take(string book, decimal amount)
    {
        switch (book)
        {
            case Books.Pending: pending -= amount; break;
            case Books.Available: available -= amount; break;
            case Books.Held: held -= amount; break;
            case Books.Arrears: arrears += amount; break;
            case Books.Redeemed: redeemed -= amount; break;
            case Books.Expired: expired -= amount; break;
            case Books.Issuance: (accrued, credited) = (accrued + amount, true); break;
            case Books.Adjustment or Books.Transfer: (adjusted, credited) = (adjusted + amount, true); break;
            default: Take(OwnBookOf(book), amount); break;
        }
    }

    private void Put(string book, decimal amount)
    {
        switch (book)
        {
            case Books.Pending: pending += amount; break;
            case Books.Available: available += amount; break;
            case Books.Held: held += amount; break;
            case Books.Arrears: arrears -= amount; break;
            case Books.Redeemed: redeemed += amount; break;
            case Books.Expired: expired += amount; break;
            case Books.Issuance: reversed += amount; break;
            case Books.Adjustment or Books.Transfer: adjusted -= amount; break;
            default: Put(OwnBookOf(book), amount); break;
        }
    }

    /// <summary>
    /// To a wallet a partner's book is what the program's own is: it makes no difference to the account who funds its value.
    /// </summary>
    private static string OwnBookOf(string book) =>
        Books.PartnerOf(book) is null ? throw new UnknownBookException(book) : Books.IsIssuance(book) ? Books.Issuance : Books.Redeemed;
}
