using System.Globalization;
using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;

namespace WeakToStrong.Hosting.Publishing.Model;

/// <summary>
/// Reads what Aspire's model gives as values: texts, parameters, addresses, and expressions of these.
/// </summary>
internal static partial class ValueReader
{
    public static PublishedValue Read(object value) =>
        new([.. Parts(value).Where(part => part is not TextPart { Text: "" })]);

    private static IEnumerable<ValuePart> Parts(object value) => value switch
    {
        string text => [new TextPart(text)],
        bool flag => [new TextPart(flag ? "true" : "false")],
        IFormattable number and not IResource => [new TextPart(number.ToString(null, CultureInfo.InvariantCulture))],
        ParameterResource parameter => [new SettingPart(new PublishedSetting(parameter))],
        EndpointReference endpoint => Parts(endpoint.Property(EndpointProperty.Url)),
        EndpointReferenceExpression address => [new TextPart(Address(address))],
        ConnectionStringReference reference => Parts(reference.ConnectionStringExpression),
        IResourceWithConnectionString resource => Parts(resource.ConnectionStringExpression),
        ReferenceExpression { IsConditional: false } expression => Parts(expression),
        _ => throw new NotSupportedException($"a value of type {value.GetType().Name} has no form in a manifest"),
    };

    /// <summary>The format's placeholders are replaced by what its providers are.</summary>
    private static IEnumerable<ValuePart> Parts(ReferenceExpression expression)
    {
        var end = 0;
        foreach (Match placeholder in Placeholder().Matches(expression.Format))
        {
            yield return new TextPart(Unescaped(expression.Format[end..placeholder.Index]));
            end = placeholder.Index + placeholder.Length;
            var index = int.Parse(placeholder.Groups[1].Value, CultureInfo.InvariantCulture);
            foreach (var part in Parts(expression.ValueProviders[index]))
                yield return part;
        }
        yield return new TextPart(Unescaped(expression.Format[end..]));
    }

    private static string Unescaped(string format) =>
        format.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal);

    /// <summary>Containers find each other by name, each at the port where it listens itself.</summary>
    private static string Address(EndpointReferenceExpression address)
    {
        var resource = address.Endpoint.Resource;
        var host = resource.Name;
        var endpoint = resource.Annotations.OfType<EndpointAnnotation>()
            .Single(endpoint => endpoint.Name == address.Endpoint.EndpointName);
        var port = ServiceReader.ContainerPort(resource, endpoint).ToString(CultureInfo.InvariantCulture);
        return address.Property switch
        {
            EndpointProperty.Host => host,
            EndpointProperty.Port or EndpointProperty.TargetPort => port,
            EndpointProperty.HostAndPort => $"{host}:{port}",
            EndpointProperty.Scheme => endpoint.UriScheme,
            EndpointProperty.Url => $"{endpoint.UriScheme}://{host}:{port}",
            _ => throw new NotSupportedException($"{address.Property} of {host} has no form in a manifest"),
        };
    }

    [GeneratedRegex(@"(?<!\{)\{(\d+)\}(?!\})")]
    private static partial Regex Placeholder();
}
