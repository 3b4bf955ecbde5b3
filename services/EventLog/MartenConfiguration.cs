using JasperFx;
using JasperFx.Events;
using JasperFx.MultiTenancy;
using Ledger.EventLog.Storage;
using Marten;
using Weasel.Core;

namespace Ledger.EventLog;

/// <summary>Marten's configuration for the log. Every program that opens the log with Marten must use it.</summary>
public static class MartenConfiguration
{
    /// <summary>
    /// Sets conjoined tenancy, string stream ids, all metadata, camelCase System.Text.Json and the stored name of every event type.
    /// Nothing is created at run time: <see cref="DatabaseSchema"/> does that when a build is deployed.
    /// </summary>
    public static void UseLog(this StoreOptions options, LogContract contract)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(contract);
        options.AutoCreateSchemaObjects = AutoCreate.None;
        options.UseSystemTextJsonForSerialization(EnumStorage.AsString, Casing.CamelCase, contract.Json);
        options.Events.TenancyStyle = TenancyStyle.Conjoined;
        options.Events.StreamIdentity = StreamIdentity.AsString;
        options.Events.MetadataConfig.EnableAll();
        // Each append notifies Marten's daemon, which therefore need not poll.
        options.Events.UseListenNotifyForEventAppends = true;
        foreach (var (name, type) in contract.EventTypes) options.Events.MapEventType(type, name);
    }
}
