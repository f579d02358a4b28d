using System.Text.Json;
using Bunit;

namespace WeakToStrong.Tracker.Tests.Components.Charts;

/// <summary>Stands where a script's module is: remembers what it was given.</summary>
internal sealed class ScriptHandle
{
    private readonly BunitJSModuleInterop _module;
    private readonly BunitJSModuleInterop _handle;

    public ScriptHandle(BunitJSInterop scripts, string url)
    {
        _module = scripts.SetupModule(url);
        _handle = _module.SetupModule(call => call.Identifier == "create");
        _handle.Mode = JSRuntimeMode.Loose;
    }

    public IReadOnlyList<JsonElement> Created =>
        [.. _module.Invocations["create"].Select(call => (JsonElement)call.Arguments[1]!)];

    public IReadOnlyList<JsonElement> Updated =>
        [.. _handle.Invocations["update"].Select(call => (JsonElement)call.Arguments[0]!)];

    public int DisposedCount => _handle.Invocations["dispose"].Count;
}
