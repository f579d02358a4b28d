using System.Globalization;
using WeakToStrong.Hosting.Publishing.Model;

namespace WeakToStrong.Hosting.Publishing.Output;

/// <summary>
/// One image for all services of ours. Debian 12, because its libtorch is the one that the engine is tested with; .NET
/// is copied from the images that have it.
/// </summary>
internal static class Dockerfile
{
    public const string FileName = "Dockerfile";

    /// <summary>Name under which a build is given the sources.</summary>
    public const string SourceContext = "source";

    /// <summary>The user of the image, who owns nothing but the store.</summary>
    public const int User = 10001;

    // A reference that the builder replaces, not this class.
    private const string LibTorchFrom = "${LIBTORCH_FROM}";

    private static readonly string[] Comment =
    [
        "The image of all services. By hand, with the repository as a second context:",
        $"docker build --build-context {SourceContext}=REPOSITORY --tag weak-to-strong:VERSION .",
        "With another libtorch, such as one with CUDA, from a zip archive of shared libraries with the C++11 ABI:",
        "--build-arg LIBTORCH_FROM=archive --build-arg LIBTORCH_URL=ADDRESS",
    ];

    /// <summary>The words of a probe; the image has curl for those that ask by HTTP.</summary>
    public static IEnumerable<string> ProbeCommand(PublishedProbe probe) => probe switch
    {
        CommandProbe command => command.Command,
        HttpProbe http =>
        [
            "curl", "--fail", "--silent", "--show-error", "--max-time", "10", "--output", "/dev/null",
            string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{http.Port}{http.Path}"),
        ],
        _ => throw new InvalidOperationException($"{probe} has no command"),
    };

    public static string Write(PublishedApplication application)
    {
        var comment = string.Join('\n', Comment.Prepend(ManifestFolder.Mark).Select(line => $"# {line}"));
        var publish = string.Join('\n', application.Projects.Select(project =>
            $"RUN dotnet publish {project.Path} --configuration Release --output {project.Folder}"));
        return $"""
            {comment}

            ARG LIBTORCH_FROM=debian

            FROM debian:12-slim AS runtime-debian
            RUN apt-get update \
             && apt-get install --yes --no-install-recommends \
                ca-certificates curl libopenblas0-pthread libssl3 libtorch1.13 \
             && rm -rf /var/lib/apt/lists/*
            ENV LIBTORCH= LIBTORCH_PACKAGES=libtorch-dev

            FROM debian:12-slim AS runtime-archive
            ARG LIBTORCH_URL
            RUN apt-get update \
             && apt-get install --yes --no-install-recommends ca-certificates curl libgomp1 libssl3 unzip \
             && rm -rf /var/lib/apt/lists/* \
             && curl --fail --location --output /tmp/libtorch.zip "$LIBTORCH_URL" \
             && unzip -q /tmp/libtorch.zip -d /opt \
             && rm /tmp/libtorch.zip
            ENV LIBTORCH=/opt/libtorch LIBTORCH_PACKAGES=

            FROM runtime-{LibTorchFrom} AS build
            RUN apt-get update \
             && apt-get install --yes --no-install-recommends cmake g++ make $LIBTORCH_PACKAGES
            COPY --from=mcr.microsoft.com/dotnet/sdk:10.0 /usr/share/dotnet /usr/share/dotnet
            ENV PATH=/usr/share/dotnet:$PATH DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
            WORKDIR /source
            COPY --from={SourceContext} *.props BannedSymbols.txt .editorconfig global.json ./
            COPY --from={SourceContext} libs libs
            COPY --from={SourceContext} ServiceDefaults ServiceDefaults
            COPY --from={SourceContext} services services
            COPY --from={SourceContext} experiments experiments
            {publish}

            FROM runtime-{LibTorchFrom}
            COPY --from=mcr.microsoft.com/dotnet/aspnet:10.0 /usr/share/dotnet /usr/share/dotnet
            COPY --from=build /app /app
            RUN useradd --uid {User} --user-group --create-home --shell /usr/sbin/nologin app \
             && install --directory --owner=app --group=app {PublishingAnnotations.StoreFolder}
            ENV PATH=/usr/share/dotnet:$PATH DOTNET_CLI_TELEMETRY_OPTOUT=1
            USER {User}:{User}

            """;
    }
}
