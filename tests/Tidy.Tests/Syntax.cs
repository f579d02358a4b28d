using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WeakToStrong.Tidy.Tests;

/// <summary>Every source, parsed once.</summary>
internal static class Syntax
{
    private static readonly ConcurrentDictionary<string, SyntaxNode> Roots = new(StringComparer.Ordinal);

    public static SyntaxNode Of(string file) =>
        Roots.GetOrAdd(file, path => CSharpSyntaxTree.ParseText(Repository.Read(path)).GetRoot());

    /// <summary>Counted from 1.</summary>
    public static int Line(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}
