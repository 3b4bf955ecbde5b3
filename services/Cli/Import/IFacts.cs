using System.Buffers;

namespace Ledger.Cli.Import;

/// <summary>The facts of one file, which can be read again from the start when something has to be sent again.</summary>
internal interface IFacts
{
    /// <summary>How many facts there are.</summary>
    public long Count { get; }

    /// <summary>What could not be read as a fact and is not sent.</summary>
    public IReadOnlyList<FactProblem> Unreadable { get; }

    /// <summary>Starts reading at the first fact.</summary>
    public IFactFeed Read();
}

/// <summary>Facts one after the other, in the order in which they must take effect.</summary>
internal interface IFactFeed : IDisposable
{
    /// <summary>Stands for an account that the file does not name (a payment of an order of an earlier file).</summary>
    public const int UnknownAccount = -1;

    /// <summary>Stands for all accounts of the program (a rate of exchange).</summary>
    public const int EveryAccount = -2;

    /// <summary>Goes to the next fact; false at the end.</summary>
    public bool MoveNext();

    /// <summary>A number for the account of the current fact: equal for facts whose order must be kept.</summary>
    public int Account { get; }

    /// <summary>Where the current fact stands in its file, from 1.</summary>
    public long Number { get; }

    /// <summary>When the current fact happened; null when that cannot be read.</summary>
    public DateTimeOffset? Date { get; }

    /// <summary>Writes the current fact as one JSON object without line breaks.</summary>
    public void Write(IBufferWriter<byte> output);
}

/// <summary>A fact that was not recorded, and why.</summary>
/// <param name="Fact">Its place in the file, from 1.</param>
/// <param name="Subject">The order, activity, purchase or rate that it is about, where that could be read.</param>
/// <param name="Column">The column of a CSV file that is wrong, where that can be said.</param>
internal sealed record FactProblem(long Fact, string? Subject, string Code, string Message, string? Column = null);
