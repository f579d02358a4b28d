namespace WeakToStrong.Methods.Sampling;

/// <summary>Whether tokens are guessed before the model is asked.</summary>
public enum Speculation
{
    /// <summary>A pass makes one token of an answer.</summary>
    None,

    /// <summary>What the prompt holds is guessed to be repeated; a pass verifies a whole guess.</summary>
    Copy,
}
