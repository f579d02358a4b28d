using System.Text;

namespace WeakToStrong.Tracker.Tests.Telemetry;

/// <summary>A span out of an export request, as far as tests look at it.</summary>
internal sealed record OtlpSpan
{
    public required string Service { get; init; }

    public required IReadOnlyDictionary<string, string> Resource { get; init; }

    public required string Source { get; init; }

    public required string TraceId { get; init; }

    public required string SpanId { get; init; }

    /// <summary>Empty for the first of a trace.</summary>
    public required string ParentId { get; init; }

    public required string Name { get; init; }

    /// <summary>ExportTraceServiceRequest → ResourceSpans → ScopeSpans → Span.</summary>
    public static IEnumerable<OtlpSpan> ReadAll(byte[] request)
    {
        foreach (var resourceSpans in Protobuf.Read(request).Messages(1))
        {
            var resource = Attributes(resourceSpans.Messages(1).Single());
            foreach (var scopeSpans in resourceSpans.Messages(2))
                foreach (var span in scopeSpans.Messages(2))
                    yield return Read(resource, scopeSpans.Messages(1).Single().Text(1), span);
        }
    }

    private static OtlpSpan Read(Dictionary<string, string> resource, string source, Protobuf span) => new()
    {
        Service = resource["service.name"],
        Resource = resource,
        Source = source,
        TraceId = span.Hex(1),
        SpanId = span.Hex(2),
        ParentId = span.Hex(4),
        Name = span.Text(5),
    };

    private static Dictionary<string, string> Attributes(Protobuf resource) =>
        resource.Messages(1).ToDictionary(pair => pair.Text(1), pair => pair.Messages(2).Single().Text(1));
}

/// <summary>The fields of one message that are length-delimited: messages, texts, bytes.</summary>
internal sealed class Protobuf
{
    private readonly List<(int Field, byte[] Value)> _fields = [];

    public static Protobuf Read(byte[] bytes)
    {
        var message = new Protobuf();
        for (var at = 0; at < bytes.Length;)
        {
            var tag = Number(bytes, ref at);
            var length = (tag & 7) switch
            {
                1 => 8,
                2 => (int)Number(bytes, ref at),
                5 => 4,
                _ => 0,
            };
            if ((tag & 7) == 0)
                Number(bytes, ref at);
            else if ((tag & 7) == 2)
                message._fields.Add(((int)(tag >> 3), bytes[at..(at + length)]));
            at += length;
        }
        return message;
    }

    public IEnumerable<Protobuf> Messages(int field) => Values(field).Select(Read);

    public string Text(int field) => Encoding.UTF8.GetString(Values(field).FirstOrDefault() ?? []);

    public string Hex(int field) => Convert.ToHexStringLower(Values(field).FirstOrDefault() ?? []);

    private IEnumerable<byte[]> Values(int field) =>
        from entry in _fields where entry.Field == field select entry.Value;

    private static ulong Number(byte[] bytes, ref int at)
    {
        ulong number = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = bytes[at++];
            number |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return number;
        }
    }
}
