using System.Text.RegularExpressions;
using WeakToStrong.W2s;

namespace WeakToStrong.Tidy.Tests;

/// <summary>Every command that a README tells its reader to type exists, with the options it is given.</summary>
public sealed partial class CommandDocumentationTests
{
    /// <summary>Commands of the script itself, which the command line does not know.</summary>
    private static readonly string[] ScriptCommands = ["test", "format", "bundle"];

    /// <summary>Beginnings of the shell commands that may stand beside ours.</summary>
    private static readonly string[] ShellCommands =
    [
        "git clone ", "cd ", "cat ", "ls ", "export ", "sudo apt-get install ", "apt-get install ", "LIBTORCH=",
        "dotnet build", "dotnet test", "dotnet format",
    ];

    public static TheoryData<string> Readmes =>
        [.. Repository.Files.Where(file => Path.GetFileName(file) == "README.md")];

    [Theory]
    [MemberData(nameof(Readmes))]
    public void Commands_OfAReadme_AreKnown(string file) =>
        Findings.AssertNone(
            from command in CommandsOf(Repository.Read(file))
            let problem = Problem(command)
            where problem is not null
            select $"{file}: '{command}': {problem}");

    [Fact]
    public void Commands_OfFencedText_AreFoundWithoutPromptsAndComments() =>
        Assert.Equal(
            ["./w2s run a.yaml \\ b=1", "./w2s list"],
            CommandsOf("""
                ```bash
                $ ./w2s run a.yaml \
                  b=1  # comment

                # note
                ./w2s list
                ```
                ```json
                {}
                ```
                """));

    private static string? Problem(string command)
    {
        if (ShellCommands.Any(known => command.StartsWith(known, StringComparison.Ordinal)))
            return null;
        var words = Words(command);
        if (words[0] != "./w2s")
            return "neither ./w2s nor one of the shell commands that the test knows";
        if (words.Length > 1 && ScriptCommands.Contains(words[1]))
            return null;
        var errors = CommandLine.Parse(words[1..]).Errors;
        return errors.Count == 0 ? null : errors[0].Message;
    }

    private static IEnumerable<string> CommandsOf(string markdown) =>
        from fence in ShellFence().Matches(markdown)
        from line in fence.Groups[1].Value.Replace("\\\n", "\\", StringComparison.Ordinal).Split('\n')
        let command = Comment().Replace(line, "").Trim().TrimStart('$').Trim()
        where command.Length > 0
        select Blanks().Replace(command, " ");

    /// <summary>Splits as the shell does, as far as quotes go.</summary>
    private static string[] Words(string command) =>
    [
        .. Word().Matches(command)
            .Select(word => Quotes().Replace(word.Value, ""))
            .Where(word => word != "\\"),
    ];

    [GeneratedRegex(@"^```(?:bash|sh|console)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellFence();

    [GeneratedRegex(@"(^|\s)#.*$")]
    private static partial Regex Comment();

    [GeneratedRegex("""["']""")]
    private static partial Regex Quotes();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex("""
        (?:[^\s"']+|"[^"]*"|'[^']*')+
        """)]
    private static partial Regex Word();
}
