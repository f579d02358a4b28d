namespace WeakToStrong.ServiceDefaults;

/// <summary>The broker that the bus is on. As text it is host and port alone: the whole has the password in it.</summary>
public sealed class BrokerAddress(Uri uri)
{
    public Uri Uri { get; } = uri;

    public override string ToString() => $"{Uri.Host}:{(Uri.IsDefaultPort ? 5672 : Uri.Port)}";
}
