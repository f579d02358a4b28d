namespace WeakToStrong.Hosting.Backing;

/// <summary>
/// The images of servers in containers. Their versions are ours to choose, not those of a package that happens to be
/// referenced: the next major version of PostgreSQL does not open the data of this one.
/// </summary>
internal static class Images
{
    public const string PostgresTag = "18.3";
    public const string RabbitMqTag = "4.3";
}
