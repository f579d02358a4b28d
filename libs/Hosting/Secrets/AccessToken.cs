using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace WeakToStrong.Hosting.Secrets;

/// <summary>
/// The bearer token that the tracker asks of everyone when it listens to other machines. Made once and kept with the
/// user's secrets, outside of repository and store.
/// </summary>
public static class AccessToken
{
    private const string Parameter = "token";
    private const string ConfigurationKey = $"Parameters:{Parameter}";
    private const int Length = 40;
    private const int ShortestAllowed = 20;

    /// <summary>Gives the token to a service that listens to other machines, or will once it is published.</summary>
    public static IResourceBuilder<T> WithAccessToken<T>(this IResourceBuilder<T> builder, AppHostOptions options)
        where T : IResourceWithEnvironment
    {
        var host = builder.ApplicationBuilder;
        if (options.IsLoopback && host.ExecutionContext.IsRunMode)
            return builder;
        var isNew = host.Configuration[ConfigurationKey] is null;
        var token = host.AddParameter(
            Parameter,
            new GenerateParameterDefault { MinLength = Length, Special = false },
            secret: true,
            persist: true);
        if (host.ExecutionContext.IsRunMode)
            Announce(host, options, Check(token.Resource, options), isNew);
        return builder.WithEnvironment("Tracker__Token", token);
    }

    private static string Check(ParameterResource token, AppHostOptions options)
    {
        var value = token.GetValueAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult() ?? "";
        return value.Length >= ShortestAllowed
            ? value
            : throw new WrongOptionException(
                $"--bind is {options.Bind}, which other machines reach, and the configured access token is shorter "
                + $"than {ShortestAllowed} characters; leave {ConfigurationKey} out, and one is made");
    }

    /// <summary>
    /// Shown to the person at the terminal when it is made, and never again; whoever reads a log, or has lost it, finds
    /// it where it is kept.
    /// </summary>
    private static void Announce(IDistributedApplicationBuilder host, AppHostOptions options, string token, bool isNew)
    {
        host.Say($"{options.Bind} is open to other machines: they need the access token");
        if (isNew)
            host.Say(
                Console.IsErrorRedirected
                    ? $"access token: {ConfigurationKey} in {host.KeptSecrets()} (header 'Authorization: Bearer TOKEN')"
                    : $"access token, shown this once: {token} (header 'Authorization: Bearer TOKEN')");
    }
}
