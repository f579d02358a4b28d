using WeakToStrong.Transformer.Adapters;
using WeakToStrong.Transformer.Data;
using WeakToStrong.Transformer.Models.Operations;

namespace WeakToStrong.Transformer.Models;

/// <summary>
/// A decoder-only transformer of the Llama family: RMSNorm, rotary embedding, grouped-query attention, SwiGLU. It works
/// on packed rows: the tokens of all samples of a batch one after the other, without padding.
/// </summary>
public sealed class LlamaModel : IDisposable
{
    private readonly Parameter _embedding;
    private readonly Parameter _finalNorm;
    private readonly Parameter _outputHead;
    private readonly RotaryTable _rotary;
    private readonly Dictionary<string, ScalarHead> _heads;

    internal LlamaModel(ModelConfig config, ScalarType type, Device device, IReadOnlyList<ScalarHeadSpec> heads)
    {
        Config = config.Validated();
        Parameters = new ParameterBuffer(LlamaLayout.Parameters(config, heads), type, device);
        Layers = [.. Enumerable.Range(0, config.Layers).Select(layer => new DecoderLayer(Parameters, config, layer))];
        _embedding = Parameters[LlamaLayout.Embedding];
        _finalNorm = Parameters[LlamaLayout.FinalNorm];
        _outputHead = config.TieEmbeddings ? _embedding : Parameters[LlamaLayout.OutputHead];
        _rotary = new RotaryTable(config, type, device);
        _heads = heads.ToDictionary(
            head => head.Name, head => new ScalarHead(Parameters, head), StringComparer.Ordinal);
    }

    /// <summary>The shape.</summary>
    public ModelConfig Config { get; }

    /// <summary>All weights it was made with, heads included, and their gradients.</summary>
    public ParameterBuffer Parameters { get; }

    /// <summary>What is trained in place of <see cref="Parameters"/>; null: those themselves.</summary>
    public LoraAdapter? Adapter { get; private set; }

    /// <summary>What training changes: all weights, or those of the adapter.</summary>
    public ParameterBuffer Trained => Adapter?.Parameters ?? Parameters;

    /// <summary>Element type of weights and activations.</summary>
    public ScalarType Type => Parameters.Values.dtype;

    /// <summary>Where it lives.</summary>
    public Device Device => Parameters.Values.device;

    /// <summary>The heads beside the language model's own.</summary>
    public IReadOnlyCollection<ScalarHead> Heads =>
        [.. _heads.Keys.Union(TrainedHeads?.Keys ?? [], StringComparer.Ordinal).Select(Head)];

    /// <summary>
    /// Whether a training pass keeps only what enters each layer, and computes the layer again on its way back: far
    /// less memory for a third more time, and the same gradients.
    /// </summary>
    public bool CheckpointsActivations { get; set; }

    internal IReadOnlyList<DecoderLayer> Layers { get; }

    /// <summary>A model with drawn weights: the same for the same seed, whatever its heads, type and device.</summary>
    /// <param name="config">The shape.</param>
    /// <param name="seed">Of this model's streams.</param>
    /// <param name="type">Float32 unless given.</param>
    /// <param name="device">The CPU unless given.</param>
    /// <param name="heads">Scalar heads to put on it.</param>
    public static LlamaModel Create(
        ModelConfig config, ulong seed, ScalarType type = ScalarType.Float32, Device? device = null,
        params IReadOnlyList<ScalarHeadSpec> heads)
    {
        var model = new LlamaModel(config, type, device ?? torch.CPU, heads);
        ParameterInitializer.Fill(model.Parameters, model.Parameters.Specs, seed);
        return model;
    }

    /// <summary>A copy with the same heads; frozen until its parameters are asked to record gradients.</summary>
    public LlamaModel Clone() => Clone([.. _heads.Values.Select(head => head.Spec)]);

    /// <summary>A copy with other heads: those it has keep their weights, new ones are drawn.</summary>
    /// <param name="seed">Of the new heads' streams.</param>
    /// <param name="heads">All heads of the copy.</param>
    public LlamaModel WithHeads(ulong seed, params IReadOnlyList<ScalarHeadSpec> heads)
    {
        var copy = Clone(heads);
        var added = heads.Where(head => !_heads.ContainsKey(head.Name)).SelectMany(head => head.Parameters(Config));
        ParameterInitializer.Fill(copy.Parameters, added, seed);
        return copy;
    }

    /// <summary>A head by name, such as <see cref="ScalarHeadSpec.Score"/>.</summary>
    public ScalarHead Head(string name) => TrainedHeads?.GetValueOrDefault(name) ?? _heads.GetValueOrDefault(name)
        ?? throw new ArgumentException(
            $"the model has no head '{name}'; it has: {string.Join(", ", Heads.Select(head => head.Spec.Name))}");

    /// <summary>
    /// Puts an adapter on it, which starts without effect; its own weights stay as they are, and so do its heads, of
    /// which the adapter trains copies.
    /// </summary>
    /// <param name="options">Which layers, and how.</param>
    /// <param name="seed">Of the adapter's streams.</param>
    /// <param name="heads">Further heads, which the adapter has and the model has not.</param>
    public LoraAdapter Adapt(LoraOptions options, ulong seed, params IReadOnlyList<ScalarHeadSpec> heads) => Adapt(
        options, seed,
        [.. LoraTargets.Modules(Config, options.Targets).Select(name => new LoraModule
        {
            Name = name,
            Rank = options.Rank,
            Scale = options.Scale(options.Rank)
        })],
        heads);

    /// <summary>The model without its adapter, bit for bit, until what is returned is disposed.</summary>
    /// <returns>Null where there is no adapter.</returns>
    public IDisposable? WithoutAdapter() => Adapter?.Pause();

    /// <summary>
    /// Makes what the adapter has learned part of the weights, and removes it; heads that the model has not go with it.
    /// </summary>
    public void MergeAdapter()
    {
        if (Adapter is null)
            return;
        Adapter.Merge();
        foreach (var layer in Layers)
            layer.Adapt(null);
        Adapter.Dispose();
        Adapter = null;
    }

    /// <summary>Puts samples into a batch for this model; its tensors belong to the current scope.</summary>
    public TokenBatch Batch(IReadOnlyList<TokenSample> samples, TokenLayout layout = TokenLayout.Packed) =>
        TokenBatch.Create(samples, Config, Device, layout);

    /// <summary>The final, normalised hidden state of every row.</summary>
    /// <returns>[N, C].</returns>
    public Tensor Hidden(TokenBatch batch) => Normalised(Trunk(batch, rows: null));

    /// <summary>
    /// The final, normalised hidden state of some rows; the last layer skips most of its work on the others.
    /// </summary>
    /// <param name="rows">[M] int64, indices into N, all different: a batch's TargetIndex or LastIndex.</param>
    /// <returns>[M, C].</returns>
    public Tensor Hidden(TokenBatch batch, Tensor rows) => Normalised(Trunk(batch, rows));

    /// <summary>Scores of the next token.</summary>
    /// <param name="hidden">[M, C], from <see cref="Hidden(TokenBatch)"/>.</param>
    /// <returns>[M, V].</returns>
    public Tensor Logits(Tensor hidden) => Linear.Apply(hidden, _outputHead);

    /// <inheritdoc/>
    public void Dispose()
    {
        Adapter?.Dispose();
        Parameters.Dispose();
        _rotary.Dispose();
    }

    internal LoraAdapter Adapt(
        LoraOptions options, ulong seed, IReadOnlyList<LoraModule> modules, IReadOnlyList<ScalarHeadSpec> heads)
    {
        if (Adapter is not null)
            throw new InvalidOperationException("the model has an adapter already");
        Adapter = new LoraAdapter(
            Parameters, Config, options, modules, [.. _heads.Values.Select(head => head.Spec), .. heads], seed);
        foreach (var layer in Layers)
            layer.Adapt(Adapter);
        return Adapter;
    }

    internal Tensor Embed(Tensor tokens) => Embedding.Apply(tokens, _embedding);

    internal Tensor Normalised(Tensor hidden) => RmsNorm.Apply(hidden, _finalNorm, Config.RmsNormEpsilon);

    internal (Tensor Cosine, Tensor Sine) Angles(Tensor positions, int count) => _rotary.At(positions, count);

    /// <summary>Runs all layers with attention of the caller's, over a cache.</summary>
    /// <param name="hidden">[N, C].</param>
    /// <param name="rows">[M] int64: those that the last layer goes on with, or null for all.</param>
    /// <param name="attend">
    /// Of the layer by number: attention from [N, (H + 2K) D] to [N, H · D], or to [M, H · D] of the rows it is given.
    /// </param>
    /// <returns>[N, C], or [M, C].</returns>
    internal Tensor RunLayers(Tensor hidden, Tensor? rows, Func<int, Tensor, Tensor?, Tensor> attend)
    {
        for (var layer = 0; layer < Layers.Count; layer++)
        {
            var (number, chosen) = (layer, layer == Layers.Count - 1 ? rows : null);
            hidden = Layers[layer].Forward(hidden, fused => attend(number, fused, chosen), chosen);
        }
        return hidden;
    }

    internal AttentionContext Attention(TokenBatch batch)
    {
        var (cosine, sine) = Angles(batch.Positions, batch.MaximumLength);
        return new AttentionContext { Shape = batch.Attention(Config), Cosine = cosine, Sine = sine, Batch = batch };
    }

    private Tensor Trunk(TokenBatch batch, Tensor? rows)
    {
        var context = Attention(batch);
        var hidden = Embed(batch.Tokens);
        for (var layer = 0; layer < Layers.Count; layer++)
            hidden = Apply(Layers[layer], hidden, context, layer == Layers.Count - 1 ? rows : null);
        return hidden;
    }

    private Tensor Apply(DecoderLayer layer, Tensor hidden, AttentionContext context, Tensor? rows)
    {
        var attention = context.Within(layer.Window);
        return CheckpointsActivations ? Recomputation.Apply(hidden, input => [Forward(input)])[0] : Forward(hidden);

        Tensor Forward(Tensor input) => layer.Forward(
            input, fused => RowSelection.Apply(CausalAttention.Apply(fused, attention), rows), rows);
    }

    private IReadOnlyDictionary<string, ScalarHead>? TrainedHeads => Adapter is { IsOff: false } on ? on.Heads : null;

    private LlamaModel Clone(IReadOnlyList<ScalarHeadSpec> heads)
    {
        if (Adapter is not null)
            throw new InvalidOperationException("a model with an adapter is not cloned: turn the adapter off instead");
        var copy = new LlamaModel(Config, Type, Device, heads);
        copy.Parameters.CopyFrom(Parameters);
        return copy;
    }
}
