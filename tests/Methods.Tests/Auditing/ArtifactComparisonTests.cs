using System.Runtime.InteropServices;
using WeakToStrong.Methods.Auditing;
using WeakToStrong.Transformer.Checkpoints;

namespace WeakToStrong.Methods.Tests.Auditing;

/// <summary>Models are near when their weights are and nothing else differs.</summary>
public sealed class ArtifactComparisonTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("w2s-artifacts-");

    public ArtifactComparisonTests()
    {
        foreach (var folder in new[] { Recorded, Found })
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "config.json"), "{}");
            Write(folder, ("norm", SafetensorsType.F32, Bytes(1f, 2f)));
        }
    }

    private string Recorded => Path.Combine(_folder.FullName, "recorded");

    private string Found => Path.Combine(_folder.FullName, "found");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Relative_OfOtherWeights_IsTheirDifferenceOverTheLargest()
    {
        Write(Found, ("norm", SafetensorsType.F32, Bytes(1f, 2.5f)));

        Assert.Equal(0.25, ArtifactComparison.Relative(Recorded, Found));
    }

    [Fact]
    public void Relative_OfAnotherConfig_IsInfinite()
    {
        File.WriteAllText(Path.Combine(Found, "config.json"), "{ }");

        Assert.Equal(double.PositiveInfinity, ArtifactComparison.Relative(Recorded, Found));
    }

    [Fact]
    public void Relative_OfAFileThatOnlyOneHas_IsInfinite()
    {
        File.WriteAllText(Path.Combine(Recorded, "tokenizer.json"), "{}");

        Assert.Equal(double.PositiveInfinity, ArtifactComparison.Relative(Recorded, Found));
    }

    [Fact]
    public void Relative_OfATensorThatOnlyOneHas_IsInfinite()
    {
        Write(Found, ("norm", SafetensorsType.F32, Bytes(1f, 2f)), ("more", SafetensorsType.F32, Bytes(0f)));

        Assert.Equal(double.PositiveInfinity, ArtifactComparison.Relative(Recorded, Found));
        Assert.Equal(double.PositiveInfinity, ArtifactComparison.Relative(Found, Recorded));
    }

    [Fact]
    public void Relative_OfAWeightThatIsNoNumber_IsInfinite()
    {
        Write(Found, ("norm", SafetensorsType.F32, Bytes(1f, float.NaN)));

        Assert.Equal(double.PositiveInfinity, ArtifactComparison.Relative(Recorded, Found));
    }

    [Fact]
    public void Relative_OfHalves_IsTheirDifference()
    {
        Write(Recorded, ("norm", SafetensorsType.F16, Bytes((Half)1, (Half)(-2))));
        Write(Found, ("norm", SafetensorsType.F16, Bytes((Half)1, (Half)(-1.5))));

        Assert.Equal(0.25, ArtifactComparison.Relative(Recorded, Found));
    }

    [Fact]
    public void Relative_OfOtherWholeNumbers_IsInfinite()
    {
        Write(Recorded, ("places", SafetensorsType.I64, Bytes(1L, 1_000_000L)));
        Write(Found, ("places", SafetensorsType.I64, Bytes(2L, 1_000_000L)));

        Assert.Equal(double.PositiveInfinity, ArtifactComparison.Relative(Recorded, Found));
    }

    [Theory]
    [InlineData(0.5001, 1e-3)]
    [InlineData(0.6, 1)]
    public void Relative_OfARewardModelsSummary_ComparesItsNumbers(double mean, double most)
    {
        WriteSummary(Recorded, 0.5);
        WriteSummary(Found, mean);

        Assert.InRange(ArtifactComparison.Relative(Recorded, Found), most / 10, most);
    }

    [Fact]
    public void Relative_OfRows_IsTheShareThatDiffers()
    {
        var (one, other) = (Path.Combine(_folder.FullName, "one"), Path.Combine(_folder.FullName, "other"));
        foreach (var (folder, last) in new[] { (one, "c"), (other, "d") })
        {
            Directory.CreateDirectory(folder);
            File.WriteAllLines(Path.Combine(folder, "rows.jsonl"), ["a", "b", "b", last]);
        }

        Assert.Equal(0.25, ArtifactComparison.Relative(one, other));
    }

    private static void WriteSummary(string folder, double mean) => File.WriteAllText(
        Path.Combine(folder, "reward_summary.json"),
        FormattableString.Invariant(
            $$"""{"mean":{{mean}},"deviation":1,"training_accuracy":0.75,"held_out_accuracy":null}"""));

    private static byte[] Bytes<T>(params T[] values) where T : struct =>
        MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    private static void Write(string folder, params (string Name, SafetensorsType Type, byte[] Bytes)[] tensors) =>
        SafetensorsWriter.Write(
            Path.Combine(folder, "model.safetensors"),
            tensors.Select(tensor => new SafetensorsSource
            {
                Name = tensor.Name,
                Type = tensor.Type,
                Shape = [tensor.Bytes.Length / tensor.Type.Size()],
                WriteTo = stream => stream.Write(tensor.Bytes),
            }));
}
