using System.Buffers;

namespace Ledger.Cli.Import;

/// <summary>The facts of one file, which can be read again from the start if they must be sent again.</summary>
internal interface IFacts
{
    /// <summary>Number of facts.</summary>
    public long Count { get; }

    /// <summary>The items that cannot be read as facts and are not sent.</summary>
    public IReadOnlyList<FactProblem> Unreadable { get; }

    /// <summary>Starts reading at the first fact.</summary>
    public IFactFeed Read();
}

/// <summary>A cursor over facts, in the order in which they must take effect.</summary>
internal interface IFactFeed : IDisposable
{
    /// <summary>Means an unknown account, which the file does not name (a payment of an order in an earlier file).</summary>
    public const int UnknownAccount = -1;

    /// <summary>Means all accounts of the program (an exchange rate).</summary>
    public const int EveryAccount = -2;

    /// <summary>Moves to the next fact; false at the end.</summary>
    public bool MoveNext();

    /// <summary>A number for the account of the current fact: equal for facts whose order must be kept.</summary>
    public int Account { get; }

    /// <summary>The current fact's number in its file, from 1.</summary>
    public long Number { get; }

    /// <summary>When the current fact happened; null when its date cannot be read.</summary>
    public DateTimeOffset? Date { get; }

    /// <summary>Writes the current fact as one JSON object without line breaks.</summary>
    public void Write(IBufferWriter<byte> output);
}

/// <summary>A fact that was not recorded, and why.</summary>
/// <param name="Fact">The fact's number in the file, from 1.</param>
/// <param name="Subject">The order, activity, purchase or rate that the fact is about, if it could be read.</param>
/// <param name="Column">The invalid column of a CSV file, if known.</param>
internal sealed record FactProblem(long Fact, string? Subject, string Code, string Message, string? Column = null);
