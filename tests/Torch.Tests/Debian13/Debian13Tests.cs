using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace WeakToStrong.Torch.Tests.Debian13;

/// <summary>
/// The tests of an assembly against a libtorch a major version newer than the one they were built with, and the shim
/// built there from its source.
/// </summary>
internal static partial class Debian13Tests
{
    /// <summary>Runs all tests of an assembly but those of one class, which must pass.</summary>
    /// <param name="without">The class, of the assembly.</param>
    /// <param name="atLeast">Fewer tests than that are too few.</param>
    public static async Task RunAsync(Type without, int atLeast)
    {
        var folders = new Dictionary<string, string>
        {
            ["dotnet"] = DotnetFolder(), ["tests"] = AppContext.BaseDirectory,
        };

        var (exitCode, output) = await Debian13Root.RunAsync(
            folders, "/mnt/tests/Debian13/torch-tests.sh", AssemblyFile(without.Assembly),
            $"FullyQualifiedName!~{without.FullName}");

        Assert.True(exitCode == 0, output);
        Assert.Contains("libtorch 2.6", output, StringComparison.Ordinal);
        var passed = int.Parse(Passed().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.True(passed >= atLeast, $"only {passed} tests ran: {output}");
    }

    private static string AssemblyFile(Assembly assembly) => assembly.GetName().Name + ".dll";

    // The folder of the runtime that runs this test: ROOT/shared/Microsoft.NETCore.App/VERSION.
    private static string DotnetFolder() =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../.."));

    [GeneratedRegex(@"Passed!.* Passed:\s*(\d+),")]
    private static partial Regex Passed();
}
