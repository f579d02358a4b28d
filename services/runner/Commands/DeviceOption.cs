using System.CommandLine;
using WeakToStrong.Experiments;
using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Runner.Commands;

/// <summary><c>--device</c>: where a command computes.</summary>
internal sealed class DeviceOption() : Option<string>("--device")
{
    /// <summary>Null where it is not given: the CPU.</summary>
    /// <exception cref="InputException">There is no such device.</exception>
    public ComputeDevice? Read(ParseResult parsed) => parsed.GetValue(this) switch
    {
        null or "cpu" => null,
        "cuda" => ComputeDevice.Cuda,
        var other => throw new InputException(
            Name, line: null, $"'{other}' is not a device; allowed are cpu and cuda"),
    };
}
