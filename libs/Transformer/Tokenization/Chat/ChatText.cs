using System.Text;

namespace WeakToStrong.Transformer.Tokenization.Chat;

/// <summary>
/// A dialogue as its format writes it: the text, and where in it the assistant's turns stand, each with the token that
/// ends it and without what the format puts before and after.
/// </summary>
/// <param name="Text">The whole text, special tokens spelled out.</param>
/// <param name="Answers">The assistant's turns: the number of the message, and its place in the text.</param>
public sealed record ChatText(string Text, IReadOnlyList<(int Message, Range Place)> Answers)
{
    /// <summary>
    /// The tokens, and which of them are of an answer. The text is encoded as a whole, as transformers does it; a token
    /// that holds the end of a question and the beginning of its answer counts as the answer's.
    /// </summary>
    /// <param name="tokenizer">Of the model that the format belongs to.</param>
    /// <param name="fromMessage">Answers before this message are context.</param>
    public (int[] Tokens, bool[] IsAnswer) Encode(Tokenizer tokenizer, int fromMessage = 0)
    {
        var tokens = tokenizer.Encode(Text);
        var isAnswer = new bool[tokens.Length];
        foreach (var (_, place) in Answers.Where(answer => answer.Message >= fromMessage))
        {
            var start = TokensBefore(place.Start.Value);
            isAnswer.AsSpan(start, TokensBefore(place.End.Value) - start).Fill(true);
        }
        return (tokens, isAnswer);

        int TokensBefore(int place) => tokens.AsSpan().CommonPrefixLength(tokenizer.Encode(Text[..place]));
    }
}

/// <summary>Writes a dialogue, and keeps in mind where the answers are.</summary>
internal sealed class ChatTextBuilder
{
    private readonly StringBuilder _text = new();
    private readonly List<(int, Range)> _answers = [];

    public ChatTextBuilder Append(string text)
    {
        _text.Append(text);
        return this;
    }

    public ChatTextBuilder AppendAnswer(int message, string text)
    {
        _answers.Add((message, _text.Length..(_text.Length + text.Length)));
        return Append(text);
    }

    public ChatText Build() => new(_text.ToString(), _answers);
}
