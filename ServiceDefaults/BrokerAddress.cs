namespace WeakToStrong.ServiceDefaults;

/// <summary>
/// The broker that the bus is on. As text it is host and port alone: the whole has the password in it.
/// </summary>
public sealed class BrokerAddress(Uri uri)
{
    private const int DefaultPort = 5672;

    public Uri Uri { get; } = uri;

    public string Host => Uri.Host;

    public int Port => Uri.IsDefaultPort ? DefaultPort : Uri.Port;

    public override string ToString() => $"{Host}:{Port}";
}
