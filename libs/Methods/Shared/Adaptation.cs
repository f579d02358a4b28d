using System.Globalization;
using System.Text.Json.Nodes;
using WeakToStrong.Transformer.Adapters;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Methods.Shared;

/// <summary>What <c>lora</c> in a step's options means.</summary>
internal static class Adaptation
{
    /// <summary>The model as it is trained: with an adapter, if one is asked for.</summary>
    /// <param name="heads">Further heads, which only the adapter has.</param>
    public static LlamaModel Adapted(
        this LlamaModel model, LoraOptions? options, int seed, params IReadOnlyList<ScalarHeadSpec> heads)
    {
        if (options is not null)
            model.Adapt(options, (ulong)seed, heads);
        return model;
    }

    /// <summary>Begins a training pass over a micro-batch: what an adapter's dropout is drawn by.</summary>
    /// <param name="update">Updates of the stage made before.</param>
    /// <param name="row">Id of the micro-batch's first row.</param>
    public static void BeginPass(this LlamaModel model, string stage, int update, string row)
    {
        model.Adapter?.Pass = string.Create(CultureInfo.InvariantCulture, $"{stage}/{update}/{row}");
    }

    /// <summary>The random streams that an adapter makes a step draw from.</summary>
    /// <param name="options">Of a step.</param>
    public static IEnumerable<string> Streams(JsonObject options)
    {
        if (options["lora"] is not { } lora)
            yield break;
        yield return "init/{tensor}";
        if (lora["dropout"]?.GetValue<double>() > 0)
            yield return "lora/dropout/{stage}/{update}/{row}/{layer}";
    }
}
