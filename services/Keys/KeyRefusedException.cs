namespace Ledger.Keys;

/// <summary>A key cannot be made or revoked as asked. The code is stable, the message is a sentence for people.</summary>
public sealed class KeyRefusedException(string code, string message) : Exception(message)
{
    public string Code => code;
}
