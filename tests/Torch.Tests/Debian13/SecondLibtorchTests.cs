using System.Globalization;
using System.Text.RegularExpressions;

namespace WeakToStrong.Torch.Tests.Debian13;

/// <summary>
/// The shim's source and these tests against a libtorch a major version newer than the one they were built with.
/// </summary>
public sealed partial class SecondLibtorchTests
{
    private const string Assembly = "WeakToStrong.Torch.Tests.dll";

    [Debian13Fact]
    public async Task Tests_OnLibtorchOfDebian13_Pass()
    {
        var folders = new Dictionary<string, string>
        {
            ["dotnet"] = DotnetFolder(), ["tests"] = AppContext.BaseDirectory,
        };

        var (exitCode, output) = await Debian13Root.RunAsync(
            folders, "/mnt/tests/Debian13/torch-tests.sh", Assembly, $"FullyQualifiedName!~{GetType().Name}");

        Assert.True(exitCode == 0, output);
        Assert.Contains("libtorch 2.6", output, StringComparison.Ordinal);
        var passed = int.Parse(Passed().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.True(passed >= 100, $"only {passed} tests ran: {output}");
    }

    // The folder of the runtime that runs this test: ROOT/shared/Microsoft.NETCore.App/VERSION.
    private static string DotnetFolder() =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../.."));

    [GeneratedRegex(@"Passed!.* Passed:\s*(\d+),")]
    private static partial Regex Passed();
}
