using System.Diagnostics;
using System.Text.Json;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Optimisation;

namespace WeakToStrong.Runner.Bench;

/// <summary>
/// The eager PyTorch peer, <c>peer.py</c>, as a child process. It has our environment and with it our thread settings,
/// works only while it is asked something, and ends when we do.
/// </summary>
internal sealed class PyTorchPeer : IDisposable
{
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "Bench", "peer.py");

    // Debian's PyTorch belongs to Debian's own Python, which need not be the first on the path.
    private static readonly string[] Pythons = ["/usr/bin/python3", "python3"];

    private readonly Process _process;

    private PyTorchPeer(Process process, string python, string version) =>
        (_process, Python, Version) = (process, python, version);

    public static string NotFound { get; } =
        $"no PyTorch to compare with: {string.Join(" and ", Pythons)} have no module torch (Debian: python3-torch)";

    public string Python { get; }

    /// <summary>PyTorch's version.</summary>
    public string Version { get; }

    /// <summary>Starts the peer in the first Python that has PyTorch; null where none has.</summary>
    public static PyTorchPeer? Start()
    {
        foreach (var python in Pythons)
            if (TryStart(python) is { } peer)
                return peer;
        return null;
    }

    /// <summary>Hands the peer a copy of a model.</summary>
    public void Load(LlamaModel model)
    {
        var folder = Directory.CreateTempSubdirectory("w2s-bench-").FullName;
        try
        {
            LlamaCheckpoint.Save(model, folder);
            Ask(new { command = "load", model = folder });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Gives the loaded model an optimiser.</summary>
    public void Optimise(AdamWOptions settings, double learningRate, double maximumNorm) => Ask(new
    {
        command = "optimize", learningRate, maximumNorm, settings.Beta1, settings.Beta2, settings.Epsilon,
        settings.WeightDecay,
    });

    /// <summary>Mean next-token loss of samples.</summary>
    public PeerReply Loss(IEnumerable<IReadOnlyList<int>> samples) => Ask(new { command = "loss", samples });

    /// <summary>One update per batch; each is padded on the right to its longest sample.</summary>
    public PeerReply Train(IEnumerable<IEnumerable<IReadOnlyList<int>>> batches) =>
        Ask(new { command = "train", batches });

    /// <summary>Continues prompts greedily by a fixed number of tokens.</summary>
    public PeerReply Generate(IEnumerable<IReadOnlyList<int>> prompts, int newTokens) =>
        Ask(new { command = "generate", prompts, newTokens });

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static PyTorchPeer? TryStart(string python)
    {
        if (Launch(python) is not { } process)
            return null;
        if (process.StandardOutput.ReadLine() is { } greeting)
            return new PyTorchPeer(process, python, PeerReply.Parse(greeting).Torch ?? "unknown");
        process.WaitForExit();
        process.Dispose();
        return null;
    }

    private static Process? Launch(string python)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(python, ["-u", Script])
            {
                RedirectStandardInput = true, RedirectStandardOutput = true,
            });
        }
        // There is no such program.
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private PeerReply Ask(object command)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(command, JsonSerializerOptions.Web));
        _process.StandardInput.Flush();
        return PeerReply.Parse(_process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException("the PyTorch peer ended; what it said is above"));
    }
}
