using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WeakToStrong.Tidy.Tests;

/// <summary>Limits on sizes, and words that do not belong into a finished source.</summary>
public sealed partial class SourceStyleTests
{
    private const int LongestMethod = 70;
    private const int LongestFile = 500;
    private const int LongestLine = 120;

    private static readonly string[] CodeExtensions = [".cs", ".razor", ".cpp", ".h", ".cu", ".sh", ".css", ".js"];
    private static readonly string[] TextExtensions =
        [.. CodeExtensions, ".md", ".yaml", ".yml", ".csproj", ".props", ".txt"];

    [Fact]
    public void Methods_Always_FitTheLimit() =>
        Findings.AssertNone(
            from file in Repository.Sources()
            from node in Syntax.Of(file).DescendantNodes()
            where node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax
            let span = node.SyntaxTree.GetLineSpan(node.Span)
            let lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1
            where lines > LongestMethod
            select $"{file}:{span.StartLinePosition.Line + 1}: {lines} lines, the limit is {LongestMethod}");

    [Fact]
    public void Files_Always_FitTheLimit() =>
        Findings.AssertNone(
            from file in WithExtension(CodeExtensions)
            let lines = Lines(file).Length
            where lines > LongestFile
            select $"{file}: {lines} lines, the limit is {LongestFile}");

    [Fact]
    public void Lines_Always_FitTheLimit() =>
        Findings.AssertNone(
            from file in WithExtension(CodeExtensions).Append("w2s").Append(".ci/run")
            from line in Lines(file).Index()
            where line.Item.Length > LongestLine
            select $"{file}:{line.Index + 1}: {line.Item.Length} characters, the limit is {LongestLine}");

    [Fact]
    public void Text_Always_EndsWithOneNewlineAndHasNoTrailingBlanks() =>
        Findings.AssertNone(
            from file in WithExtension(TextExtensions)
            let text = Repository.Read(file)
            where text.Contains('\r') || TrailingBlank().IsMatch(text)
                || (text.Length > 0 && (!text.EndsWith('\n') || text.EndsWith("\n\n", StringComparison.Ordinal)))
            select $"{file}: line ends");

    /// <summary>ServiceProcess is where a service says, before it has a log, what keeps it from running.</summary>
    [Fact]
    public void Console_OutsideTheCommandLineAndTheRunner_IsNotUsed() =>
        Findings.AssertNone(
            from file in Repository.Sources(
                "libs", "ServiceDefaults", "services/tracker", "services/labeler", "services/trainer")
            where file != "ServiceDefaults/ServiceProcess.cs"
            from line in Lines(file).Index()
            where ConsoleOutput().IsMatch(line.Item)
            select $"{file}:{line.Index + 1}: writes to the console; log or return it instead");

    [Fact]
    public void Text_Always_IsFinishedAndKnowsNoMachine() =>
        Findings.AssertNone(
            from file in WithExtension(TextExtensions).Append("w2s").Append(".ci/run")
            where !file.StartsWith("tests/Tidy.Tests/", StringComparison.Ordinal)
            from line in Lines(file).Index()
            let word = Unfinished().Match(line.Item)
            where word.Success
            select $"{file}:{line.Index + 1}: '{word.Value}'");

    [Fact]
    public void Classes_ThatNothingDerivesFrom_AreSealed()
    {
        var classes = Repository.Sources().SelectMany(file =>
            Syntax.Of(file).DescendantNodes().OfType<TypeDeclarationSyntax>().Select(type => (file, type))).ToArray();
        var bases = classes.SelectMany(entry => entry.type.BaseList?.Types.Select(BaseName) ?? [])
            .ToHashSet(StringComparer.Ordinal);

        Findings.AssertNone(
            from entry in classes
            where entry.type is ClassDeclarationSyntax
                || entry.type.IsKind(SyntaxKind.RecordDeclaration)
            where !entry.type.Modifiers.Any(IsOpenOnPurpose) && !bases.Contains(entry.type.Identifier.Text)
            select $"{entry.file}: {entry.type.Identifier.Text} is neither sealed nor derived from");
    }

    private static bool IsOpenOnPurpose(SyntaxToken modifier) =>
        modifier.Kind() is SyntaxKind.SealedKeyword or SyntaxKind.StaticKeyword or SyntaxKind.AbstractKeyword;

    private static string BaseName(BaseTypeSyntax type) => type.Type switch
    {
        SimpleNameSyntax name => name.Identifier.Text,
        QualifiedNameSyntax name => name.Right.Identifier.Text,
        var other => other.ToString(),
    };

    private static string[] Lines(string file) => File.ReadAllLines(Repository.Absolute(file));

    private static IEnumerable<string> WithExtension(string[] extensions) =>
        Repository.Files.Where(file => extensions.Contains(Path.GetExtension(file)));

    [GeneratedRegex(@"\bConsole\.(Write|Out\b|Error\b)")]
    private static partial Regex ConsoleOutput();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|/home/|/root/|/Users/")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"[ \t]+$", RegexOptions.Multiline)]
    private static partial Regex TrailingBlank();
}
