using System.Text.Json.Serialization;

namespace WeakToStrong.Methods.World;

/// <summary>A pretraining document.</summary>
/// <param name="Prompt">What is read without being learned; empty where the whole document is learned.</param>
/// <param name="Completion">What is learned; ends with the end token.</param>
public sealed record Document(string Prompt, string Completion)
{
    /// <summary>The whole document, its words separated by single spaces.</summary>
    [JsonIgnore]
    public string Text => Prompt.Length == 0 ? Completion : $"{Prompt} {Completion}";
}
