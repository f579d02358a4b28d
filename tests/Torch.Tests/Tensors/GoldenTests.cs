using System.Text.Json;

namespace WeakToStrong.Torch.Tests.Tensors;

/// <summary>Results and gradients against PyTorch's own, in float64 (golden/operators.py).</summary>
public sealed class GoldenTests
{
    private const double Tolerance = 1e-12;

    private static readonly long[,] Ids = { { 0, 3, 1 }, { 4, 4, 2 } };
    private static readonly long[] Classes = [1, 0, -100, 3];
    private static readonly bool[] Keep =
        [true, false, true, true, false, true, true, false, true, true, true, true];

    private static readonly Dictionary<string, Func<Tensor[], Tensor>> Functions = new()
    {
        ["matmul"] = x => x[0].matmul(x[1]),
        ["bmm"] = x => x[0].bmm(x[1]),
        ["baddbmm"] = x => baddbmm(x[0], x[1], x[2], beta: 0.5f, alpha: 2),
        ["linear"] = x => nn.functional.linear(x[0], x[1], x[2]),
        ["softmax"] = x => x[0].softmax(-1),
        ["log_softmax"] = x => x[0].log_softmax(1),
        ["logsumexp"] = x => x[0].logsumexp(1, keepdim: true),
        ["silu"] = x => nn.functional.silu(x[0]),
        ["gelu"] = x => nn.functional.gelu(x[0]),
        ["logsigmoid"] = x => nn.functional.logsigmoid(x[0]),
        ["softplus"] = x => nn.functional.softplus(x[0]),
        ["embedding"] = x => LibTorch.Embedding(x[0], tensor(Ids)),
        ["cross_entropy"] = x => nn.functional.cross_entropy(x[0], tensor(Classes), label_smoothing: 0.1),
        ["nll_loss"] = x =>
            nn.functional.nll_loss(x[0].log_softmax(1), tensor(Classes), reduction: nn.Reduction.Sum),
        ["layer_norm"] = x => nn.functional.layer_norm(x[0], [4], x[1], x[2]),
        ["gather"] = x => x[0].gather(1, tensor(Ids)),
        ["index_add"] = x => x[0].index_add(0, tensor([0L, 3L, 3L]), x[1], 2),
        ["masked_fill"] = x => x[0].masked_fill(~tensor(Keep, [3L, 4L]), -1.5),
        ["where"] = x => where(tensor(Keep, [3L, 4L]), x[0], x[1]),
        ["var"] = x => x[0].var([1L], unbiased: false),
        ["norm"] = x => x[0].norm(),
        ["cumsum"] = x => x[0].cumsum(1),
        ["clamp"] = x => x[0].clamp(min: -0.5, max: 0.5),
        ["slices"] = x =>
            x[0][TensorIndex.Slice(1), TensorIndex.Slice(step: 2)].transpose(0, 1).reshape(-1),
    };

    public static TheoryData<string> Cases => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Operator_ResultAndGradients_EqualPyTorch(string name)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(
            Path.Combine(AppContext.BaseDirectory, "golden", "operators.json")));
        var golden = file.RootElement.GetProperty("cases").GetProperty(name);
        using var scope = NewDisposeScope();
        var inputs = golden.GetProperty("inputs").EnumerateArray().Select(Read).ToArray();
        foreach (var input in inputs) input.requires_grad_();

        var output = Functions[name](inputs);
        var gradients = autograd.grad([output], inputs, [Read(golden.GetProperty("output_gradient"))]);

        Assert.Equal(Shape(golden.GetProperty("output")), output.shape);
        TensorAssert.Close(Data(golden.GetProperty("output")), output, Tolerance);
        var expected = golden.GetProperty("gradients").EnumerateArray().Select(Data).ToArray();
        for (var i = 0; i < inputs.Length; i++) TensorAssert.Close(expected[i], gradients[i]!, Tolerance);
    }

    [Fact]
    public void Cases_FileAndTest_AreTheSame()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(
            Path.Combine(AppContext.BaseDirectory, "golden", "operators.json")));
        var stored = file.RootElement.GetProperty("cases").EnumerateObject().Select(property => property.Name);
        Assert.Equal(stored.Order(StringComparer.Ordinal), Functions.Keys.Order(StringComparer.Ordinal));
    }

    private static Tensor Read(JsonElement element) => tensor(Data(element), Shape(element));

    private static long[] Shape(JsonElement element) =>
        [.. element.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];

    private static double[] Data(JsonElement element) =>
        [.. element.GetProperty("data").EnumerateArray().Select(number => number.GetDouble())];
}
