namespace Ledger.Host.Writing;

/// <summary>The transport that a fact or command came over.</summary>
public enum Transport
{
    Http,
    Bus,
}

/// <summary>The names of transports, as they are stored and shown.</summary>
public static class TransportNames
{
    public const string Http = "http";
    public const string Bus = "bus";

    /// <summary>The name of a transport.</summary>
    public static string NameOf(Transport transport) => transport switch
    {
        Transport.Http => Http,
        Transport.Bus => Bus,
    };
}
