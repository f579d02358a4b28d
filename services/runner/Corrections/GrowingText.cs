using WeakToStrong.Methods.Shared;
using WeakToStrong.Transformer.Tokenization;

namespace WeakToStrong.Runner.Corrections;

/// <summary>An answer's tokens → its text, piece by piece, without the space that joins it to the prompt.</summary>
internal sealed class GrowingText(ModelFolder folder)
{
    private readonly StreamingDecoder _decoder = new(folder.Tokenizer, skipSpecial: true);
    private bool _hasBegun;

    /// <summary>What is certain after one more token.</summary>
    public string Add(int token) => Told(_decoder.Append(token));

    /// <summary>What remains at the end.</summary>
    public string Rest() => Told(_decoder.Finish());

    private string Told(string piece)
    {
        piece = _hasBegun ? piece : piece.TrimStart(' ');
        _hasBegun |= piece.Length > 0;
        return piece;
    }
}
