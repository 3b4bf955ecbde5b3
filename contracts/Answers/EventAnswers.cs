using System.Text.Json;

namespace Ledger.Contracts.V1.Answers;

/// <summary>A page of a program's events, by position of the log.</summary>
/// <param name="Next">The <c>after</c> of the next page, also at the end of the log.</param>
/// <param name="End">Whether the log ended there.</param>
public sealed record EventsAnswer(IReadOnlyList<EventListed> Events, string Next, bool End);

/// <summary>An event as a CloudEvent in JSON; source and id together are its identity.</summary>
/// <param name="Specversion">Version of CloudEvents.</param>
/// <param name="Type">The stored name of its type, for example order_recorded.</param>
/// <param name="Source">The path under which the program's calls are.</param>
/// <param name="Subject">The stream that it is in.</param>
/// <param name="Time">When it was recorded.</param>
/// <param name="Position">Position of the log; text, as CloudEvents want it.</param>
/// <param name="Datacontenttype">Of the data.</param>
/// <param name="Data">The event itself.</param>
public sealed record EventListed(
    Guid Id, string Type, string Source, string Subject, DateTimeOffset Time, string Position, string Specversion, string Datacontenttype,
    JsonElement Data);
