using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace WeakToStrong.Hosting.Backing;

/// <summary>Servers in containers, with Aspire's own resources for them.</summary>
internal static class ContainerServers
{
    private const int DigestLength = 8;

    public static IResourceBuilder<IResourceWithConnectionString> AddPostgresContainer(
        this IDistributedApplicationBuilder builder, string name, string database) =>
        builder.AddPostgres(name, password: builder.Password(name))
            .WithImageTag(Images.PostgresTag)
            .WithDataVolume(builder.VolumeName(name))
            .AddDatabase($"{name}-{database}", database);

    public static IResourceBuilder<IResourceWithConnectionString> AddRabbitMqContainer(
        this IDistributedApplicationBuilder builder, string name) =>
        builder.AddRabbitMQ(name, password: builder.Password(name))
            .WithImageTag(Images.RabbitMqTag)
            .WithDataVolume(builder.VolumeName(name));

    private static IResourceBuilder<ParameterResource> Password(
        this IDistributedApplicationBuilder builder, string name) =>
        builder.CreateResourceBuilder(builder.PasswordOf(name));

    /// <summary>Each store has data of its own; a manifest has no store and is the same on every machine.</summary>
    private static string VolumeName(this IDistributedApplicationBuilder builder, string name)
    {
        if (builder.ExecutionContext.IsPublishMode)
            return $"{name}-data";
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(builder.Store())));
        return $"weak-to-strong-{digest[..DigestLength]}-{name}-data";
    }
}
