using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Optimisation;

namespace WeakToStrong.Runner.Bench;

/// <summary>The eager PyTorch peer, <c>peer.py</c>.</summary>
internal sealed class PyTorchPeer : IDisposable
{
    private readonly PeerProcess _process;

    private PyTorchPeer(PeerProcess process) => _process = process;

    public static string NotFound { get; } =
        $"no PyTorch to compare with: {PeerProcess.Tried} have no module torch (Debian: python3-torch)";

    public string Python => _process.Python;

    /// <summary>PyTorch's version.</summary>
    public string Version => _process.Greeting.Torch ?? "unknown";

    /// <summary>Starts the peer in the first Python that has PyTorch; null where none has.</summary>
    public static PyTorchPeer? Start() =>
        PeerProcess.Start("peer.py", [], new Dictionary<string, string?>()) is { } process
            ? new PyTorchPeer(process)
            : null;

    /// <summary>Hands the peer a copy of a model, for the device that it is on.</summary>
    public void Load(LlamaModel model)
    {
        var folder = Directory.CreateTempSubdirectory("w2s-bench-").FullName;
        try
        {
            LlamaCheckpoint.Save(model, folder);
            var device = model.Device.type == DeviceType.CUDA ? "cuda" : "cpu";
            _process.Ask(new { command = "load", model = folder, device });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Gives the loaded model an optimiser.</summary>
    public void Optimise(AdamWOptions settings, double learningRate, double maximumNorm) => _process.Ask(new
    {
        command = "optimize", learningRate, maximumNorm, settings.Beta1, settings.Beta2, settings.Epsilon,
        settings.WeightDecay,
    });

    /// <summary>Mean next-token loss of samples.</summary>
    public PeerReply Loss(IEnumerable<IReadOnlyList<int>> samples) => _process.Ask(new { command = "loss", samples });

    /// <summary>One update per batch; each is padded on the right to its longest sample.</summary>
    public PeerReply Train(IEnumerable<IEnumerable<IReadOnlyList<int>>> batches) =>
        _process.Ask(new { command = "train", batches });

    /// <summary>Continues prompts greedily by a fixed number of tokens.</summary>
    public PeerReply Generate(IEnumerable<IReadOnlyList<int>> prompts, int newTokens) =>
        _process.Ask(new { command = "generate", prompts, newTokens });

    public void Dispose() => _process.Dispose();
}
