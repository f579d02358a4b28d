using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WeakToStrong.Tidy.Tests;

/// <summary>Operators that draw must be handed a generator: without one they use a process-wide one.</summary>
public sealed class RandomnessTests
{
    private static readonly HashSet<string> Drawing = new(StringComparer.Ordinal)
    {
        "rand", "rand_like", "randn", "randn_like", "randint", "randint_like", "randperm", "random_",
        "bernoulli", "bernoulli_", "multinomial", "normal", "normal_", "uniform_", "exponential_", "geometric_",
        "cauchy_", "log_normal_", "poisson", "binomial", "rrelu", "rrelu_",
        "dropout", "dropout_", "alpha_dropout", "alpha_dropout_", "feature_dropout", "feature_dropout_",
        "native_dropout",
    };

    [Fact]
    public void Calls_OfDrawingOperators_PassAGenerator() =>
        Findings.AssertNone(
            from file in Repository.Sources("libs", "services")
            from call in Syntax.Of(file).DescendantNodes().OfType<InvocationExpressionSyntax>()
            where Drawing.Contains(Called(call)) && !PassesGenerator(call)
            select $"{file}:{Syntax.Line(call)}: {Called(call)} without a generator");

    /// <summary>libs/Torch declares them with their generator, and refuses them without one.</summary>
    [Fact]
    public void OperatorNames_OfDrawingOperators_StandBesideAGenerator() =>
        Findings.AssertNone(
            from file in Repository.Sources("libs", "services")
            where !file.StartsWith("libs/Torch/", StringComparison.Ordinal)
            from literal in Syntax.Of(file).DescendantNodes().OfType<LiteralExpressionSyntax>()
            where literal.IsKind(SyntaxKind.StringLiteralExpression)
            let name = literal.Token.ValueText
            where name.StartsWith("aten::", StringComparison.Ordinal) && Drawing.Contains(name[6..])
            where !HasGeneratorBeside(literal)
            select $"{file}:{Syntax.Line(literal)}: {name} without a generator");

    private static string Called(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.Text,
        SimpleNameSyntax name => name.Identifier.Text,
        _ => "",
    };

    private static bool PassesGenerator(InvocationExpressionSyntax call) =>
        call.ArgumentList.Arguments.Any(argument =>
            argument.ToString().Contains("generator", StringComparison.OrdinalIgnoreCase));

    private static bool HasGeneratorBeside(LiteralExpressionSyntax literal) =>
        literal.FirstAncestorOrSelf<StatementSyntax>() is { } statement
            ? Mentions(statement)
            : literal.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member && Mentions(member);

    private static bool Mentions(SyntaxNode node) =>
        node.ToString().Contains("generator", StringComparison.OrdinalIgnoreCase);
}
