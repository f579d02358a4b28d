using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace WeakToStrong.Tracker.Components.Hosting;

/// <summary>
/// Scripts and styles of the dashboard, which lie in the assembly. An address says its file's content, so browsers keep
/// a file for ever and never an old one.
/// </summary>
public sealed class DashboardAssets
{
    public const string Root = "/assets";

    private const string Prefix = "Dashboard";
    private const int VersionLength = 12;

    private static readonly TimeSpan ForEver = TimeSpan.FromDays(365);

    private static readonly Assembly Source = typeof(DashboardAssets).Assembly;

    private readonly FrozenDictionary<string, string> _versions = Source.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix + ".", StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[(Prefix.Length + 1)..], VersionOf, StringComparer.Ordinal);

    /// <summary>Where the browser gets a file of the bundle.</summary>
    public string Url(string file) => $"{Root}/{file}?v={_versions[file]}";

    internal static StaticFileOptions FileOptions() => new()
    {
        FileProvider = new EmbeddedFileProvider(Source, Prefix),
        RequestPath = Root,
        OnPrepareResponse = response => response.Context.Response.GetTypedHeaders().CacheControl =
            response.Context.Request.Query.ContainsKey("v")
                ? new CacheControlHeaderValue { Public = true, MaxAge = ForEver, Extensions = { Immutable } }
                : new CacheControlHeaderValue { NoCache = true },
    };

    private static NameValueHeaderValue Immutable => new("immutable");

    private static string VersionOf(string resource)
    {
        using var stream = Source.GetManifestResourceStream(resource)!;
        return Convert.ToHexStringLower(SHA256.HashData(stream))[..VersionLength];
    }
}
