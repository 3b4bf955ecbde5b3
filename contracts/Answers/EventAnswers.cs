using System.Text.Json;

namespace Ledger.Contracts.V1.Answers;

/// <summary>A page of a program's events, by position of the log.</summary>
/// <param name="Next">The <c>after</c> of the next page, also at the end of the log.</param>
/// <param name="End">Whether the page reaches the end of the log.</param>
public sealed record EventsAnswer(IReadOnlyList<EventListed> Events, string Next, bool End);

/// <summary>An event as a CloudEvent in JSON; source and id together are its identity.</summary>
/// <param name="Specversion">Version of the CloudEvents format.</param>
/// <param name="Type">The stored name of the event's type, for example order_recorded.</param>
/// <param name="Source">The path under which the program's endpoints are.</param>
/// <param name="Subject">The name of the event's stream.</param>
/// <param name="Time">When the event was recorded.</param>
/// <param name="Position">Position of the log; text, as CloudEvents want it.</param>
/// <param name="Datacontenttype">The media type of <c>data</c>.</param>
/// <param name="Data">The event itself.</param>
public sealed record EventListed(
    Guid Id, string Type, string Source, string Subject, DateTimeOffset Time, string Position, string Specversion, string Datacontenttype,
    JsonElement Data);
