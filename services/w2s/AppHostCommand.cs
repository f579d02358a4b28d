using System.CommandLine;
using System.Runtime.InteropServices;

namespace WeakToStrong.W2s;

/// <summary>
/// Commands of the app host: it takes this process's place, with its number, its terminal and its signals, so that
/// nothing stands between it and who started it.
/// </summary>
internal static partial class AppHostCommand
{
    private const string Project = "AppHost";

    /// <summary>Does not return: throws when the app host cannot be started.</summary>
    public static void Become(IEnumerable<string> arguments)
    {
        var executable = Locate();
        Console.Out.Flush();
        // Returns only when it failed; null ends the list, as C has it.
        _ = Execute(executable, [executable, .. arguments, null]);
        throw new CommandException(
            $"{executable} cannot be started: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
    }

    /// <summary>A setting of the app host's, as its command line has it.</summary>
    public static string[] Setting(string name, string value) => [name, value];

    /// <summary>The same for an option of ours, where it was given.</summary>
    public static string[] Given(ParseResult parsed, Option option, string name) =>
        parsed.GetResult(option) is { Implicit: false } result ? Setting(name, result.Tokens[0].Value) : [];

    /// <summary>The build puts it beside this program's own folder.</summary>
    private static string Locate()
    {
        var own = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var path = Path.GetFullPath(
            Path.Combine(own.FullName, "..", "..", Project, own.Name, $"WeakToStrong.{Project}"));
        return File.Exists(path)
            ? path
            : throw new MissingPrerequisiteException(
                $"{path} is missing; './w2s up' builds it, and so does 'dotnet build AppHost -c Release'");
    }

    [LibraryImport("libc", EntryPoint = "execv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string path, string?[] arguments);
}
