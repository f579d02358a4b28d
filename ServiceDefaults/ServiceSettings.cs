using Microsoft.Extensions.Configuration;

namespace WeakToStrong.ServiceDefaults;

/// <summary>Settings that a service of its own process needs; each error says how to give the setting.</summary>
public static class ServiceSettings
{
    public const string BrokerName = "rabbitmq";

    /// <summary>Root folder of the artifact store, shared by all services.</summary>
    public static string RequireStoreRoot(this IConfiguration configuration) =>
        configuration["Store"] is { Length: > 0 } store
            ? Path.GetFullPath(store)
            : throw new MissingSettingException("no store is configured: set Store to its folder");

    /// <summary>Address of the broker. Services in processes of their own have no other way to each other.</summary>
    public static Uri RequireBroker(this IConfiguration configuration) =>
        configuration.GetConnectionString(BrokerName) is { Length: > 0 } broker
            ? new Uri(broker)
            : throw new MissingSettingException(
                $"no broker is configured: set ConnectionStrings__{BrokerName} to amqp://USER:PASSWORD@HOST:PORT");
}

/// <summary>A setting is not there; one line that says how to give it.</summary>
public sealed class MissingSettingException(string message) : Exception(message);

/// <summary>A setting is there and cannot be; one line that says what is allowed.</summary>
public sealed class WrongSettingException(string message) : Exception(message);
