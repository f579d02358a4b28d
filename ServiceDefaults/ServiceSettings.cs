using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace WeakToStrong.ServiceDefaults;

/// <summary>Settings that a service of its own process needs; each error says how to give the setting.</summary>
public static class ServiceSettings
{
    public const string BrokerName = "rabbitmq";

    private const string BrokerForm = $"set ConnectionStrings__{BrokerName} to amqp://USER:PASSWORD@HOST:PORT";

    /// <summary>Root folder of the artifact store, shared by all services.</summary>
    public static string RequireStoreRoot(this IConfiguration configuration) =>
        configuration["Store"] is { Length: > 0 } store
            ? Path.GetFullPath(store)
            : throw new MissingSettingException("no store is configured: set Store to its folder");

    /// <summary>Address of the broker. Services in processes of their own have no other way to each other.</summary>
    public static Uri RequireBroker(this IConfiguration configuration)
    {
        if (configuration.GetConnectionString(BrokerName) is not { Length: > 0 } broker)
            throw new MissingSettingException($"no broker is configured: {BrokerForm}");
        // Without the value itself: it has the password in it.
        return Uri.TryCreate(broker, UriKind.Absolute, out var uri) && uri.Scheme is "amqp" or "amqps"
            ? uri
            : throw new InvalidSettingException($"the broker's address cannot be read: {BrokerForm}");
    }

    /// <summary>A whole number within bounds, or null when it is not set.</summary>
    public static int? FindNumber(this IConfiguration configuration, string key, int least, int most)
    {
        if (configuration[key] is not { Length: > 0 } text)
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
            ? number
            : throw new InvalidSettingException($"{key} is '{text}'; allowed is {least} to {most}");
    }
}

/// <summary>A setting is not there; one line that says how to give it.</summary>
public sealed class MissingSettingException(string message) : Exception(message);

/// <summary>A setting is there and cannot be used; one line that says what is allowed.</summary>
public sealed class InvalidSettingException(string message) : Exception(message);

/// <summary>Something is missing on the machine; one line that says what.</summary>
public sealed class MissingPrerequisiteException(string message) : Exception(message);
