using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace WeakToStrong.Hosting.Tests.Publishing;

/// <summary>Short ways through a parsed YAML tree.</summary>
internal static class YamlAccess
{
    /// <summary>Follows keys; null where one is missing.</summary>
    public static YamlNode? Find(this YamlNode? node, params string[] keys) =>
        keys.Aggregate(node, (current, key) =>
            current is YamlMappingNode map && map.Children.TryGetValue(key, out var child) ? child : null);

    public static YamlNode At(this YamlNode node, params string[] keys) =>
        node.Find(keys) ?? throw new KeyNotFoundException($"there is no {string.Join('.', keys)} in {node}");

    public static string Text(this YamlNode node) => ((YamlScalarNode)node).Value!;

    public static string TextAt(this YamlNode node, params string[] keys) => node.At(keys).Text();

    /// <summary>A number, which only a plain scalar is.</summary>
    public static int NumberAt(this YamlNode node, params string[] keys)
    {
        var scalar = (YamlScalarNode)node.At(keys);
        Assert.Equal(ScalarStyle.Plain, scalar.Style);
        return int.Parse(scalar.Value!, CultureInfo.InvariantCulture);
    }

    public static IEnumerable<YamlNode> Items(this YamlNode? node) =>
        node is null ? [] : ((YamlSequenceNode)node).Children;

    public static IEnumerable<string> Words(this YamlNode? node) => node.Items().Select(Text);

    public static IEnumerable<(string Key, YamlNode Value)> Pairs(this YamlNode? node) =>
        node is null ? [] : ((YamlMappingNode)node).Children.Select(pair => (pair.Key.Text(), pair.Value));

    public static IEnumerable<string> Keys(this YamlNode? node) => node.Pairs().Select(pair => pair.Key);

    /// <summary>
    /// Whether every reader takes a scalar for a text: quoted, or nothing that looks like another type.
    /// </summary>
    public static bool IsText(this YamlNode node) =>
        node is YamlScalarNode scalar
        && (scalar.Style is ScalarStyle.DoubleQuoted or ScalarStyle.SingleQuoted
            || (!double.TryParse(scalar.Value, NumberStyles.Any, CultureInfo.InvariantCulture, out _)
                && scalar.Value is not ("true" or "false" or "null" or "~" or "yes" or "no" or "on" or "off" or "")));
}
