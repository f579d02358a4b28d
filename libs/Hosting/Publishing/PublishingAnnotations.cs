using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace WeakToStrong.Hosting.Publishing;

/// <summary>What a resource needs of the machine that it runs on.</summary>
public static class PublishingAnnotations
{
    /// <summary>Where the artifact store is mounted in every container that uses it.</summary>
    internal const string StoreFolder = "/store";

    private const string StoreVariable = "Store";

    /// <summary>
    /// Gives a service the artifact store: the folder itself where the service runs on this machine, and where it runs
    /// in containers, a volume that all of them share.
    /// </summary>
    public static IResourceBuilder<T> WithStore<T>(this IResourceBuilder<T> builder, string folder)
        where T : IResourceWithEnvironment
    {
        var isPublished = builder.ApplicationBuilder.ExecutionContext.IsPublishMode;
        return builder
            .WithEnvironment(StoreVariable, isPublished ? StoreFolder : folder)
            .WithAnnotation(new StoreAnnotation(), ResourceAnnotationMutationBehavior.Replace);
    }

    /// <summary>Asks for GPUs where the service runs in containers; elsewhere it takes those that it finds.</summary>
    public static IResourceBuilder<T> WithGpus<T>(this IResourceBuilder<T> builder, int count = 1)
        where T : IResource =>
        builder.WithAnnotation(new GpuAnnotation(count), ResourceAnnotationMutationBehavior.Replace);
}

/// <summary>The resource uses the artifact store.</summary>
internal sealed record StoreAnnotation : IResourceAnnotation;

/// <summary>The resource computes on GPUs.</summary>
internal sealed record GpuAnnotation(int Count) : IResourceAnnotation;
