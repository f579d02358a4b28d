using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using WeakToStrong.Tracker.Components.Hosting;

namespace WeakToStrong.Tracker.Components.Charts;

/// <summary>
/// A component whose inside is drawn by a script: made once, then only given what changed, and taken down with the
/// component. The script module has <c>create(host, spec, component)</c>; what it returns has <c>update(spec)</c> and
/// <c>dispose()</c>.
/// </summary>
public abstract class ScriptedComponent : ComponentBase, IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new FiniteNumberConverter(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private IJSObjectReference? _module;
    private DotNetObjectReference<ScriptedComponent>? _self;
    private string? _shown;
    private bool _isBusy;
    private bool _isGone;

    [Inject]
    private IJSRuntime Scripts { get; set; } = null!;

    [Inject]
    private DashboardAssets Files { get; set; } = null!;

    /// <summary>The element that the script draws into; its children are the script's alone.</summary>
    protected ElementReference Host { get; set; }

    /// <summary>What the script made; null until it is there.</summary>
    protected IJSObjectReference? Handle { get; private set; }

    /// <summary>File name of the module.</summary>
    protected abstract string Module { get; }

    public async ValueTask DisposeAsync()
    {
        _isGone = true;
        // What the script is busy with is taken down once it is there.
        if (!_isBusy)
            await TakeDownAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>What to draw, as the script reads it.</summary>
    protected abstract object Spec();

    /// <summary>Lets the script have what it is told beside the spec.</summary>
    protected virtual Task UpdateAsync(IJSObjectReference handle, JsonElement spec) =>
        handle.InvokeVoidAsync("update", spec).AsTask();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // A render that comes while the script is busy is not lost: the loop below looks again before it ends.
        if (_isBusy || _isGone)
            return;
        _isBusy = true;
        try
        {
            await WhileConnectedAsync(DrawAsync);
        }
        finally
        {
            _isBusy = false;
        }
        if (_isGone)
            await TakeDownAsync();
    }

    private async Task DrawAsync()
    {
        while (!_isGone)
        {
            var spec = JsonSerializer.SerializeToElement(Spec(), Json);
            var text = spec.GetRawText();
            if (text == _shown)
                return;
            if (Handle is null)
                await CreateAsync(spec);
            else
                await UpdateAsync(Handle, spec);
            // Only now: what was lost on the way is sent again with the next render.
            _shown = text;
        }
    }

    private async Task CreateAsync(JsonElement spec)
    {
        _self ??= DotNetObjectReference.Create(this);
        _module ??= await Scripts.InvokeAsync<IJSObjectReference>("import", Files.Url(Module));
        if (!_isGone)
            Handle = await _module.InvokeAsync<IJSObjectReference>("create", Host, spec, _self);
    }

    private async Task TakeDownAsync()
    {
        await WhileConnectedAsync(async () =>
        {
            if (Handle is not null)
            {
                await Handle.InvokeVoidAsync("dispose");
                await Handle.DisposeAsync();
            }
            if (_module is not null)
                await _module.DisposeAsync();
        });
        _self?.Dispose();
    }

    // A page that is closed takes its scripts with it, and one that lost its connection does not answer.
    private static async Task WhileConnectedAsync(Func<Task> script)
    {
        try
        {
            await script();
        }
        catch (JSDisconnectedException)
        {
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>JSON has no numbers that are not finite; a chart shows them as gaps.</summary>
    private sealed class FiniteNumberConverter : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
                writer.WriteNumberValue(value);
            else
                writer.WriteNullValue();
        }
    }
}
