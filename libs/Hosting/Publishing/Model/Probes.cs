using Aspire.Hosting.ApplicationModel;

namespace WeakToStrong.Hosting.Publishing.Model;

/// <summary>
/// How to ask each kind of resource how it is. Aspire's own checks run in the app host, which is not there where
/// manifests are used.
/// </summary>
internal static class Probes
{
    private const string Health = "/health";
    private const string Life = "/alive";

    public static PublishedProbe? Ready(IResource resource, IReadOnlyList<PublishedEndpoint> endpoints) =>
        resource switch
        {
            // By TCP: while the image makes the database, its server listens on a socket alone.
            PostgresServerResource => new CommandProbe(["pg_isready", "--host=127.0.0.1", "--quiet"]),
            RabbitMQServerResource => new CommandProbe(["rabbitmq-diagnostics", "--quiet", "check_port_connectivity"]),
            ProjectResource => Http(endpoints, Health),
            _ => null,
        };

    public static PublishedProbe? Alive(IResource resource, IReadOnlyList<PublishedEndpoint> endpoints) =>
        resource switch
        {
            RabbitMQServerResource => new CommandProbe(["rabbitmq-diagnostics", "--quiet", "ping"]),
            ProjectResource => Http(endpoints, Life),
            _ => Ready(resource, endpoints),
        };

    private static HttpProbe? Http(IReadOnlyList<PublishedEndpoint> endpoints, string path) =>
        endpoints.FirstOrDefault(endpoint => endpoint.Scheme == Uri.UriSchemeHttp) is { } http
            ? new HttpProbe(path, http.Port)
            : null;
}
