using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain.Orders;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Programs;

/// <summary>The life of a program version: draft → published → retired (domain.md §1). A published document never changes.</summary>
public static class ProgramVersions
{
    public const string InvalidProgram = "invalid_program";
    public const string VersionPublished = "version_published";
    public const string ClockChosen = "clock_already_chosen";
    public const string UnknownVersion = "unknown_version";
    public const string FixedProperty = "fixed_property";

    /// <summary>Stores a draft; the first draft of a program also chooses its clock.</summary>
    public static ProgramDecision Draft(
        ProgramState state, string program, int version, JsonElement document, ClockMode? clock, DateTimeOffset now,
        string? principal = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        var parsed = ProgramParser.Parse(document);
        var errors = parsed.Errors.ToList();
        if (parsed.Version is { } read)
        {
            if (read.Program != program) errors.Add(new ProgramError("$.program", "mismatch", $"The path says program {program}."));
            if (read.Version != version) errors.Add(new ProgramError("$.version", "mismatch", $"The path says version {version}."));
            if (state.Catalog.Versions.Count > 0)
            {
                var first = state.Catalog.Versions[0];
                if (read.Currency != first.Currency)
                {
                    errors.Add(
                        new ProgramError("$.currency", FixedProperty, $"The program's currency is {first.Currency}; it cannot change."));
                }
                if (read.Calendar.Zone.Id != first.Calendar.Zone.Id)
                {
                    errors.Add(
                        new ProgramError(
                            "$.timeZone", FixedProperty, $"The program's time zone is {first.Calendar.Zone.Id}; it cannot change.")
                    );
                }
            }
        }

        if (errors.Count > 0)
        {
            return new ProgramDecision(
                Outcome.Reject(
                    InvalidProgram, $"The program document has {errors.Count} error(s); the first: {errors[0].Path}: {errors[0].Message}"),
                [],
                errors
            );
        }

        if (state.Published.TryGetValue(version, out var published))
        {
            return ProgramDecision.Of(
                JsonElement.DeepEquals(published.Document, document)
                    ? Outcome.Repeated
                    : new Outcome(
                        OutcomeKind.Conflict, VersionPublished, $"Version {version} is published and cannot change; publish a new version.")
            );
        }

        var isNew = state.StreamVersion == 0;
        if (!isNew && clock is not null && clock != state.Clock)
        {
            return ProgramDecision.Of(
                new Outcome(
                    OutcomeKind.Conflict, ClockChosen,
                    $"The program's clock is {ClockModeNames.NameOf(state.Clock)}; it was chosen when the program was created.")
            );
        }

        if (state.Drafts.TryGetValue(version, out var draft) && JsonElement.DeepEquals(draft.Document, document))
        {
            return ProgramDecision.Of(Outcome.Repeated);
        }
        return ProgramDecision.Record(
            new ProgramDrafted(
                program, version, document, ClockModeNames.NameOf(isNew ? clock ?? ClockMode.Wall : state.Clock), now, now, principal));
    }

    /// <summary>Publishes a draft: orders placed from its effectiveFrom on are judged by it.</summary>
    public static ProgramDecision Publish(ProgramState state, string program, int version, DateTimeOffset now, string? principal = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Published.ContainsKey(version)) return ProgramDecision.Of(Outcome.Repeated);
        if (!state.Drafts.TryGetValue(version, out var draft))
        {
            return ProgramDecision.Of(Outcome.Reject(UnknownVersion, $"Program {program} has no draft of version {version}."));
        }

        var effectiveFrom = ProgramParser.Parse(draft.Document).Version!.EffectiveFrom;
        return ProgramDecision.Record(
            new ProgramPublished(
                program, version, draft.Document, ClockModeNames.NameOf(state.Clock), effectiveFrom, now, principal));
    }

    /// <summary>Takes a published version out of use for orders that come later.</summary>
    public static ProgramDecision Retire(ProgramState state, string program, int version, DateTimeOffset now, string? principal = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!state.Published.ContainsKey(version))
        {
            return ProgramDecision.Of(Outcome.Reject(UnknownVersion, $"Program {program} has no published version {version}."));
        }

        return state.Retired.Contains(version)
            ? ProgramDecision.Of(Outcome.Repeated)
            : ProgramDecision.Record(new ProgramRetired(program, version, now, now, principal));
    }
}
