using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Experiments.Tests.Steps;

/// <summary>Small step specifications for tests.</summary>
internal static class Specs
{
    public static StepSpec Make(
        string kind = "write",
        int seed = 1,
        int revision = 1,
        JsonObject? options = null,
        Dictionary<string, OutputRef>? inputs = null,
        Dictionary<string, InputFile>? files = null) => new()
        {
            Kind = kind,
            Revision = revision,
            Options = options ?? new JsonObject { ["text"] = "hello" },
            Seed = seed,
            Inputs = inputs ?? [],
            Files = files ?? [],
        };
}
