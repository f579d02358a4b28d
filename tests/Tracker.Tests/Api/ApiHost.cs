using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.FakeRunner;
using WeakToStrong.ServiceDefaults;
using WeakToStrong.Tracker.Api;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Workers;

namespace WeakToStrong.Tracker.Tests.Api;

/// <summary>A tracker behind its API on a real socket, and one worker with fake runners.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly WebApplication _app;

    private ApiHost(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Urls.First().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = Address };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    /// <param name="store">Folder of the store.</param>
    /// <param name="options">What the API allows; by default what it allows without settings.</param>
    /// <param name="url">Where to listen.</param>
    /// <param name="map">More endpoints.</param>
    /// <param name="database">Connection string of a server; null for a file of the store.</param>
    public static async Task<ApiHost> StartAsync(
        string store,
        ApiOptions? options = null,
        string url = "http://127.0.0.1:0",
        Action<WebApplication>? map = null,
        string? database = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(url);
        builder.Logging.ClearProviders();
        var tracker = new TrackerOptions
        {
            StoreRoot = store, Database = database, ReconcileInterval = TimeSpan.FromMilliseconds(300),
        };
        var worker = new WorkerOptions
        {
            StoreRoot = store,
            Roles = [StepHost.Trainer, StepHost.Labeler],
            SlotCount = 2,
            RunnerPath = Path.Combine(AppContext.BaseDirectory, typeof(FakeCatalogue).Assembly.GetName().Name!),
            ReadyInterval = TimeSpan.FromMilliseconds(300),
            // A fake runner that sleeps hears nothing.
            StopGrace = TimeSpan.FromSeconds(1),
        };
        builder.Services.AddTracker(tracker, FakeCatalogue.Create());
        builder.Services.AddBus(bus =>
        {
            bus.AddTrackerConsumers();
            bus.AddWorkerConsumers(worker);
        });
        builder.Services.AddWorker(worker);
        builder.Services.AddHealthChecks();
        builder.Services.AddTrackerApi(options ?? new ApiOptions());
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapTrackerApi();
        map?.Invoke(app);
        await app.StartAsync();
        return new ApiHost(app);
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>An experiment of fake steps.</summary>
    /// <param name="store">The store's folder, in which executions are logged.</param>
    /// <param name="more">More lines of the file.</param>
    public static string Experiment(string store, params string[] more) => string.Join('\n',
        ["name: fake", "seeds: [1]", $"log_file: {Path.Combine(store, "executions.log")}", .. more, ""]);

    public Task<HttpResponseMessage> SubmitAsync(string experiment, params string[] overrides) =>
        Client.PostAsJsonAsync("api/runs", new { experiment, overrides, fileName = "fake.yaml" });

    public async Task<RunView> LaunchAsync(string experiment, params string[] overrides)
    {
        using var response = await SubmitAsync(experiment, overrides);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<RunView>(ApiJson.Serializer))!;
    }

    public async Task<RunView> WaitAsync(Guid runId, Func<RunView, bool> isExpected)
    {
        using var patience = new CancellationTokenSource(Patience);
        RunView? view = null;
        while (!patience.IsCancellationRequested)
        {
            view = await GetAsync<RunView>($"api/runs/{runId}");
            if (isExpected(view))
                return view;
            await Task.Delay(50);
        }
        throw new TimeoutException($"the run is not as expected: {view?.Run.Status} {view?.Run.Failure}");
    }

    public Task<RunView> WaitForAsync(Guid runId, RunStatus status) =>
        WaitAsync(runId, view => view.Run.Status == status);

    public async Task<T> GetAsync<T>(string path)
    {
        using var response = await Client.GetAsync(path);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize<T>(text, ApiJson.Serializer)!;
    }

    /// <summary>The problem of an answer, which must have this status and one line of detail.</summary>
    public static async Task<JsonNode> ProblemAsync(HttpResponseMessage response, int status)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode}: {text}");
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            var problem = JsonNode.Parse(text)!;
            Assert.DoesNotContain('\n', (string?)problem["detail"] ?? "");
            return problem;
        }
    }

    /// <summary>Stops it in order, as a restart does.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
