using Aspire.Hosting;
using Microsoft.Extensions.Configuration;

namespace WeakToStrong.Hosting.Tests.Support;

/// <summary>Builders of applications with a store of their own and nothing of this machine's settings.</summary>
internal sealed class TestApplication : IDisposable
{
    private readonly DirectoryInfo _store = Directory.CreateTempSubdirectory("w2s-hosting-");

    public string Store => _store.FullName;

    public IDistributedApplicationBuilder ToRun(params (string Key, string Value)[] settings) => Builder([], settings);

    public IDistributedApplicationBuilder ToPublish(params (string Key, string Value)[] settings) =>
        Builder(["--operation", "publish"], settings);

    public void Dispose() => _store.Delete(recursive: true);

    private IDistributedApplicationBuilder Builder(string[] arguments, (string Key, string Value)[] settings)
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            Args = arguments,
            AssemblyName = typeof(TestApplication).Assembly.GetName().Name,
            DisableDashboard = true,
            AllowUnsecuredTransport = true,
        });
        // Aspire asks for a dashboard even of those that do not start it.
        (string Key, string Value)[] all =
            [.. settings, ("Store", Store), ("DcpPublisher:DashboardPath", "no-dashboard")];
        builder.Configuration.AddInMemoryCollection(
            all.ToDictionary(setting => setting.Key, string? (setting) => setting.Value));
        return builder;
    }
}
