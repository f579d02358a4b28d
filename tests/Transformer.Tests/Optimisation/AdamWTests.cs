using System.Globalization;
using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Models;
using WeakToStrong.Transformer.Optimisation;
using WeakToStrong.Transformer.Tests.Models;

namespace WeakToStrong.Transformer.Tests.Optimisation;

public sealed class AdamWTests
{
    private const int Updates = 12;

    private static readonly AdamWOptions Options = new() { Beta1 = 0.9, Beta2 = 0.98, WeightDecay = 0.1 };

    private static readonly LearningRateSchedule Schedule =
        new() { Shape = ScheduleShape.Cosine, Peak = 3e-2, WarmupUpdates = 3, FinalFraction = 0.1 };

    [Fact]
    public void Update_WithDecayClippingAndSchedule_FollowsPyTorchsTrajectory()
    {
        using var scope = torch.NewDisposeScope();
        using var golden = SafetensorsFile.Open(Golden.PathOf("adamw.safetensors", "Optimisation"));
        using var buffer = Buffer(ScalarType.Float64, 7 * 5, 11);
        using var optimiser = new AdamW(buffer, Options);
        Set(golden, "start", buffer.Values);
        for (var update = 0; update < Updates; update++)
        {
            var number = update.ToString(CultureInfo.InvariantCulture);
            Set(golden, "gradient." + number, buffer.Gradients!);
            var norm = GradientClipping.Norm(buffer.Gradients!).ToDouble();
            var rate = Schedule.At(update, Updates);
            optimiser.Update(rate, GradientClipping.Factor(norm, 1.0));
            Assert.Equal(Golden.Read(golden, "norm." + number).ToDouble(), norm, 1e-12);
            Assert.Equal(Golden.Read(golden, "rate." + number).ToDouble(), rate, 1e-15);
            Assert.True(Golden.Difference(buffer.Values, Flat(golden, "value." + number)) < 1e-13, number);
        }
    }

    [Theory]
    [InlineData(ScalarType.Float64, 1e-14)]
    [InlineData(ScalarType.Float32, 1e-6)]
    public void Update_KernelAndOperators_Agree(ScalarType type, double tolerance)
    {
        using var scope = torch.NewDisposeScope();
        using var fused = Buffer(type, 67);
        using var composed = Buffer(type, 67);
        using var first = new AdamW(fused, Options);
        using var second = new AdamW(composed, Options);
        var start = torch.arange(67).to_type(type).sin();
        fused.Values.copy_(start);
        composed.Values.copy_(start);
        for (var step = 1; step <= 4; step++)
        {
            var gradient = torch.arange(67).to_type(type).mul(0.3 * step).cos();
            fused.Gradients!.copy_(gradient);
            composed.Gradients!.copy_(gradient);
            first.Update(1e-2, 0.5);
            second.UpdateByOperators(new AdamWCoefficients(Options, step, 1e-2, 0.5));
        }
        Assert.True(Golden.Difference(fused.Values, composed.Values) < tolerance);
        Assert.True(Golden.Difference(first.SecondMoment, second.SecondMoment) < tolerance);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void Update_FusedOperatorAndKernel_Agree(ScalarType type)
    {
        // Version 1 has no such operator; these tests run on version 2 too.
        Assert.Equal(LibTorch.Load().Version[0] != '1', AdamW.HasFusedOperator);
        if (!AdamW.HasFusedOperator)
            return;
        using var scope = torch.NewDisposeScope();
        using var kernel = Buffer(type, 67);
        using var fused = Buffer(type, 67);
        kernel.Values.copy_(torch.arange(67).to_type(type).sin());
        fused.Values.copy_(kernel.Values);
        using var first = new AdamW(kernel, Options);
        using var second = new AdamW(fused, Options);
        for (var step = 1; step <= 4; step++)
        {
            kernel.Gradients!.copy_(torch.arange(67).to_type(type).mul(0.3 * step).cos());
            fused.Gradients!.copy_(kernel.Gradients);
            first.Update(1e-2, 0.5);
            second.Step = step;
            second.UpdateByFusedOperator(1e-2, 0.5);
        }
        Assert.True(Golden.Difference(first.Master ?? kernel.Values, second.Master ?? fused.Values) < 1e-6);
        Assert.True(Golden.Difference(first.SecondMoment, second.SecondMoment) < 1e-6);
        Assert.Equal(kernel.Gradients!.sum().ToDouble(), fused.Gradients!.sum().ToDouble());
    }

    /// <summary>
    /// An update of bfloat16 weights is that of float32 weights, on bfloat16 gradients; the weights are its rounding.
    /// </summary>
    [Theory]
    [InlineData(67)]
    [InlineData(3000)]
    public void Update_BFloat16_KeepsAMasterOfWhichTheWeightsAreTheRounding(int length)
    {
        using var scope = torch.NewDisposeScope();
        using var narrow = Buffer(ScalarType.BFloat16, length);
        using var operators = Buffer(ScalarType.BFloat16, length);
        using var wide = Buffer(ScalarType.Float32, length);
        narrow.Values.copy_(torch.arange(length).to_type(ScalarType.Float32).sin());
        operators.Values.copy_(narrow.Values);
        wide.Values.copy_(narrow.Values);
        using var optimiser = new AdamW(narrow, Options);
        using var second = new AdamW(operators, Options);
        using var expected = new AdamW(wide, Options);
        for (var step = 1; step <= 4; step++)
        {
            narrow.Gradients!.copy_(torch.arange(length).to_type(ScalarType.Float32).mul(0.3 * step).cos());
            operators.Gradients!.copy_(narrow.Gradients);
            wide.Gradients!.copy_(narrow.Gradients);
            // Too small to be seen in the digits of the weights themselves.
            optimiser.Update(1e-5, 0.5);
            expected.Update(1e-5, 0.5);
            second.UpdateByOperators(new AdamWCoefficients(Options, step, 1e-5, 0.5));
        }
        Assert.Equal(wide.Checksum(), LibTorch.Checksum(optimiser.Master!));
        Assert.Equal(LibTorch.Checksum(wide.Values.to_type(ScalarType.BFloat16)), narrow.Checksum());
        Assert.True(Golden.Difference(second.Master!, wide.Values) < 1e-6);
        Assert.Equal(LibTorch.Checksum(second.Master!.to_type(ScalarType.BFloat16)), operators.Checksum());
    }

    [Fact]
    public void Norm_OfBFloat16Gradients_HasFloat32sDigits()
    {
        using var scope = torch.NewDisposeScope();
        var gradients = torch.arange(1, 5001).to_type(ScalarType.BFloat16);
        Assert.Equal(
            gradients.to_type(ScalarType.Float64).norm().ToDouble(), GradientClipping.Norm(gradients).ToDouble(), 1e-1);
    }

    [Fact]
    public void Options_BetaOfOne_IsRefused()
    {
        using var buffer = Buffer(ScalarType.Float32, 3);
        var problem = Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW(buffer, new() { Beta1 = 1 }));
        Assert.Contains("Beta1", problem.Message, StringComparison.Ordinal);
    }

    private static ParameterBuffer Buffer(ScalarType type, params int[] lengths) => new(
        [.. lengths.Select((length, index) => new ParameterSpec { Name = $"{index}", Shape = [length] })],
        type, torch.CPU);

    private static void Set(SafetensorsFile golden, string name, Tensor target) => target.copy_(Flat(golden, name));

    private static Tensor Flat(SafetensorsFile golden, string name) =>
        torch.cat([Golden.Read(golden, name + ".a").view(-1), Golden.Read(golden, name + ".b")]);
}
