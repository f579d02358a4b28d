using System.CommandLine;
using System.Globalization;
using WeakToStrong.Experiments;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Runner.Bench.Shapes;

namespace WeakToStrong.Runner.Commands;

/// <summary>The options of <c>bench</c> that ask for large shapes, and what they mean.</summary>
internal sealed class ShapeOptions
{
    private readonly DeviceOption _device = new();
    private readonly Option<string?> _shape = new("--shape");
    private readonly DtypeOption _dtype = new(FloatType.Bfloat16, FloatType.Float32);
    private readonly Option<string?> _length = new("--length");
    private readonly Option<string?> _batch = new("--batch");
    private readonly Option<string?> _rounds = new("--rounds");

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_device, _shape, _dtype, _length, _batch, _rounds])
            command.Add(option);
    }

    /// <summary>Null where no shapes are asked for.</summary>
    /// <exception cref="InputException">A value is not allowed.</exception>
    public ShapeSettings? Read(ParseResult parsed, int threads)
    {
        var device = _device.Read(parsed);
        if (device is null && parsed.GetValue(_shape) is null)
            return RequireNone(parsed);
        return new ShapeSettings
        {
            Shapes = parsed.GetValue(_shape) is { } names ? BenchShapes.Find(names) : BenchShapes.Large,
            Compute = new ComputeOptions
            {
                Dtype = _dtype.Read(parsed) ?? Usual(device), Threads = threads, Device = device,
            },
            Length = ReadNumber(parsed, _length, 16, 32_768),
            BatchSizes = ReadBatchSizes(parsed),
            Rounds = ReadNumber(parsed, _rounds, 1, 100) ?? ShapeSettings.UsualRounds,
        };
    }

    /// <summary>The device alone, for what has no shapes; null: the CPU.</summary>
    /// <exception cref="InputException">A value is not allowed, or an option of shapes is there.</exception>
    public ComputeDevice? ReadDevice(ParseResult parsed)
    {
        RefuseAny(
            parsed, "is for the benchmarks 'train' and 'generate'", _shape, _dtype, _length, _batch, _rounds);
        return _device.Read(parsed);
    }

    private ShapeSettings? RequireNone(ParseResult parsed)
    {
        RefuseAny(
            parsed, "is for large shapes, which --shape or --device cuda asks for", _dtype, _length, _batch, _rounds);
        return null;
    }

    private static void RefuseAny(ParseResult parsed, string why, params Option[] options)
    {
        foreach (var option in options)
            if (parsed.GetResult(option) is not null)
                throw new InputException(option.Name, line: null, why);
    }

    private static FloatType Usual(ComputeDevice? device) =>
        device is null ? FloatType.Float32 : FloatType.Bfloat16;

    private int[]? ReadBatchSizes(ParseResult parsed) => parsed.GetValue(_batch) is { } sizes
        ? [.. sizes.Split(',').Select(size => Number(_batch.Name, size, 1, 1024)).Distinct()]
        : null;

    private static int? ReadNumber(ParseResult parsed, Option<string?> option, int least, int most) =>
        parsed.GetValue(option) is { } text ? Number(option.Name, text, least, most) : null;

    private static int Number(string name, string text, int least, int most) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw new InputException(name, line: null, $"is '{text}'; allowed is {least} to {most}");
}
