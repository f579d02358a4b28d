namespace WeakToStrong.Transformer.Models;

/// <summary>A linear map from the hidden state to one number: a reward model's score, or PPO's value.</summary>
public sealed record ScalarHeadSpec
{
    /// <summary>A reward model's head, named as transformers' sequence classifiers name it.</summary>
    public const string Score = "score";

    /// <summary>PPO's value head, named as TRL names it.</summary>
    public const string Value = "v_head.summary";

    /// <summary>Prefix of its tensors: <c>{Name}.weight</c> [1, C] and <c>{Name}.bias</c> [1].</summary>
    public required string Name { get; init; }

    /// <summary>
    /// True: weights start at 0. False: at N(0, 1/√(C+1)), which gives unit hidden states a spread of about 1.
    /// </summary>
    public bool StartsAtZero { get; init; }

    internal string WeightName => Name + ".weight";

    internal string BiasName => Name + ".bias";

    internal IEnumerable<ParameterSpec> Parameters(ModelConfig config) =>
    [
        new()
        {
            Name = WeightName,
            Shape = [1, config.HiddenSize],
            StandardDeviation = StartsAtZero ? 0 : 1 / Math.Sqrt(config.HiddenSize + 1)
        },
        new() { Name = BiasName, Shape = [1] }
    ];
}
