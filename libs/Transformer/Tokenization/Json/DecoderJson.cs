using System.Text.Json;
using WeakToStrong.Transformer.Checkpoints;
using WeakToStrong.Transformer.Tokenization.Decoding;

namespace WeakToStrong.Transformer.Tokenization.Json;

/// <summary>
/// The field <c>decoder</c>: ByteLevel, or SentencePiece's sequence of Replace, ByteFallback, Fuse and Strip, of which
/// any may be missing.
/// </summary>
internal static class DecoderJson
{
    private const string Name = "decoder";
    private const string PartsName = "decoders";

    // The order in which the parts are supported; Strip takes from the whole text only where Fuse made it one.
    private static readonly string[] Order =
        [TokenizerJson.Replace, TokenizerJson.ByteFallback, TokenizerJson.Fuse, TokenizerJson.Strip];

    /// <summary>Null where tokens are bytes in GPT-2's alphabet.</summary>
    public static PieceDecoding? Read(JsonObjectReader json)
    {
        // Without a decoder the reference puts a space between any two tokens, which is not supported.
        json.GetObject(Name);
        var parts = TokenizerJson.Parts(json, Name, PartsName);
        if (parts is [var only] && only.GetString("type") == TokenizerJson.ByteLevel)
            return null;
        CheckOrder(parts);
        var strip = Find(TokenizerJson.Strip);
        if (strip is not null && Find(TokenizerJson.Fuse) is null)
            throw strip.Error("type", "is 'Strip' without a 'Fuse' before it, which is not supported");
        return new PieceDecoding
        {
            Replacements =
            [
                .. parts.Where(part => part.GetString("type") == TokenizerJson.Replace)
                    .Select(NormalizerJson.ReadReplace),
            ],
            HasByteFallback = Find(TokenizerJson.ByteFallback) is not null,
            Stripped = strip is null ? ' ' : TokenizerJson.Character(strip, "content"),
            StripCount = strip is null ? 0 : ReadStripCount(strip)
        };

        JsonObjectReader? Find(string type) => parts.FirstOrDefault(part => part.GetString("type") == type);
    }

    public static void Write(Utf8JsonWriter json, PieceDecoding? decoding) =>
        TokenizerJson.WriteParts(json, Name, PartsName, Writers(decoding), (writer, write) => write(writer));

    private static void CheckOrder(IReadOnlyList<JsonObjectReader> parts)
    {
        var last = -1;
        foreach (var part in parts)
        {
            var place = Array.IndexOf(Order, part.GetString("type"));
            if (place < 0)
                throw TokenizerJson.Unsupported(part, [TokenizerJson.ByteLevel, .. Order]);
            if (place < last || (place == last && place > 0))
                throw part.Error("type", $"is '{Order[place]}' after '{Order[last]}', which is not supported");
            last = place;
        }
    }

    private static int ReadStripCount(JsonObjectReader strip)
    {
        if (strip.GetInt32("stop") is not 0 and var stop)
            throw strip.Error("stop", $"is {stop}; supported: 0");
        return strip.GetInt32("start") is >= 0 and var start
            ? start
            : throw strip.Error("start", "is negative");
    }

    // What writes each of the parts, in their order.
    private static Action<Utf8JsonWriter>[] Writers(PieceDecoding? decoding)
    {
        if (decoding is null)
            return [json => PreTokenizerJson.WriteByteLevel(json, addPrefixSpace: true, useRegex: true)];
        var writers = new List<Action<Utf8JsonWriter>>();
        foreach (var replace in decoding.Replacements)
            writers.Add(json => NormalizerJson.WriteReplace(json, replace));
        if (decoding.HasByteFallback)
            writers.Add(json => json.WriteString("type", TokenizerJson.ByteFallback));
        writers.Add(json => json.WriteString("type", TokenizerJson.Fuse));
        if (decoding.StripCount > 0)
            writers.Add(json => WriteStrip(json, decoding));
        return [.. writers];
    }

    private static void WriteStrip(Utf8JsonWriter json, PieceDecoding decoding)
    {
        json.WriteString("type", TokenizerJson.Strip);
        json.WriteString("content", $"{decoding.Stripped}");
        json.WriteNumber("start", decoding.StripCount);
        json.WriteNumber("stop", 0);
    }
}
