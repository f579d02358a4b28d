namespace WeakToStrong.Transformer.Tokenization;

/// <summary>Names of the parts of <c>tokenizer.json</c>, Hugging Face tokenizers' own format.</summary>
internal static class TokenizerJson
{
    public const string FileName = "tokenizer.json";
    public const string Version = "1.0";

    public const string ByteLevel = "ByteLevel";
    public const string Split = "Split";
    public const string Sequence = "Sequence";
    public const string Template = "TemplateProcessing";
    public const string BytePairs = "BPE";
    public const string Isolated = "Isolated";
}
