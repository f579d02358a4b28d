using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WeakToStrong.Tidy.Tests;

/// <summary>Public types of the libraries say what they are, and what the Markdown files name exists.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string> MarkdownFiles =>
        [.. Repository.Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal))];

    [Fact]
    public void PublicTypes_OfLibraries_HaveASummary() =>
        Findings.AssertNone(
            from file in Repository.Sources("libs")
            from type in Types(file)
            where type.Modifiers.Any(SyntaxKind.PublicKeyword) && type.Parent is BaseNamespaceDeclarationSyntax
            where !HasSummary(type)
            where !(type.Modifiers.Any(SyntaxKind.PartialKeyword) && IsSummarisedElsewhere(file, type.Identifier.Text))
            select $"{file}: {type.Identifier.Text} has no summary");

    [Theory]
    [MemberData(nameof(MarkdownFiles))]
    public void Markdown_Always_NamesOnlyPathsThatExist(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        var text = Fence().Replace(Repository.Read(file), "");
        var links = Link().Matches(text)
            .Select(match => match.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#'))
            .Select(target => Path.Combine(folder, target.Split('#')[0]));
        var spans = CodeSpan().Matches(text)
            .Select(match => match.Groups[1].Value)
            .Where(IsRepositoryPath);

        Findings.AssertNone(links.Concat(spans).Where(path => !Repository.Exists(path))
            .Select(path => $"{file} names {path}, which is not there"));
    }

    /// <summary>A code span that begins with a folder of the root; patterns and placeholders are not paths.</summary>
    private static bool IsRepositoryPath(string span) =>
        PlainPath().IsMatch(span) && span.Contains('/') && Directory.Exists(Repository.Absolute(span.Split('/')[0]));

    private static bool IsSummarisedElsewhere(string file, string type) =>
        Repository.Sources(string.Join('/', file.Split('/')[..2]))
            .Where(other => other != file)
            .SelectMany(Types)
            .Any(other => other.Identifier.Text == type && HasSummary(other));

    private static IEnumerable<BaseTypeDeclarationSyntax> Types(string file) =>
        Syntax.Of(file).DescendantNodes().OfType<BaseTypeDeclarationSyntax>();

    private static bool HasSummary(BaseTypeDeclarationSyntax type) =>
        type.GetLeadingTrivia().ToString().Contains("<summary>", StringComparison.Ordinal);

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"^[\w.\-]+(/[\w.\-]+)*/?$")]
    private static partial Regex PlainPath();
}
