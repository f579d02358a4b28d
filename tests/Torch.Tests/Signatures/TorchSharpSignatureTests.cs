namespace WeakToStrong.Torch.Tests.Signatures;

/// <summary>
/// Holds our public surface against libs/Torch/TorchSharp.signatures.txt: whatever compiles against ours compiles
/// against the package.
/// </summary>
public sealed class TorchSharpSignatureTests
{
    private static readonly Type[] Mirrored =
    [
        typeof(torch), typeof(Tensor), typeof(TensorIndex), typeof(Device), typeof(Generator), typeof(autograd),
        typeof(cuda), typeof(nn.functional), typeof(DisposeScope), typeof(Scalar), typeof(TensorExtensionMethods),
        typeof(Utils.TensorAccessor<>),
    ];

    private static readonly Signature[] TorchSharp = [.. ReadFile()];

    public static TheoryData<string> Types => [.. Mirrored.Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Types))]
    public void PublicMembers_OfEachType_AreTorchSharps(string type)
    {
        var ours = PublicSurface.Of(Mirrored.Single(mirrored => mirrored.Name == type));
        Assert.Empty(ours.Where(member => !TorchSharp.Any(member.IsCoveredBy)).Select(member => member.ToString()));
    }

    [Theory]
    [InlineData("static Tensor f(Tensor a, long b = 0)", true)]
    [InlineData("static Tensor f(Tensor a, long b = 0, string[]? names = null)", true)]
    [InlineData("static Tensor f(Tensor a, long b = 1)", false)]
    [InlineData("static Tensor f(Tensor a, long b)", false)]
    [InlineData("static Tensor f(Tensor a, int b = 0)", false)]
    [InlineData("static Tensor f(Tensor a, long c = 0)", false)]
    [InlineData("static Tensor f(Tensor a, long b = 0, long c)", false)]
    [InlineData("Tensor f(Tensor a, long b = 0)", false)]
    public void IsCoveredBy_Variants_TellsCompatibleFromNot(string theirs, bool expected)
    {
        var ours = Signature.Parse("torch", "static Tensor f(Tensor a, long b = 0)");
        Assert.Equal(expected, ours.IsCoveredBy(Signature.Parse("torch", theirs)));
    }

    private static IEnumerable<Signature> ReadFile()
    {
        var type = "";
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "TorchSharp.signatures.txt")))
        {
            if (line.Length == 0 || line.StartsWith('#')) continue;
            if (line.StartsWith('[')) type = line.Trim('[', ']');
            else yield return Signature.Parse(type, line);
        }
    }
}
