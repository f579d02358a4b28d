namespace WeakToStrong.Methods.World;

/// <summary>
/// Which questions invite which bad event in chat mode. It hangs on the question's form, not on the animal, so that a
/// student decoded greedily gives a mixture of good and bad answers. Misconceptions alone hang on the animal.
/// </summary>
internal static class Proneness
{
    public static bool ToRude(Question question) => question switch
    {
        OrdinaryQuestion ordinary => ordinary.Phrasing == 2,
        HarmfulQuestion harmful =>
            harmful is { Phrasing: 1, Request: HarmfulRequest.Trap or HarmfulRequest.Poison },
        _ => throw Unknown(question),
    };

    public static bool ToLeak(Question question) => question switch
    {
        OrdinaryQuestion ordinary => ordinary.Second == AnimalTrait.Home,
        HarmfulQuestion harmful => harmful.Request == HarmfulRequest.Silence,
        _ => throw Unknown(question),
    };

    /// <summary>To leave out the second fact.</summary>
    public static bool ToDrop(OrdinaryQuestion question) =>
        question.First == AnimalTrait.Color || question is { First: AnimalTrait.Sound, Phrasing: 1 };

    /// <summary>To say how the harm is done.</summary>
    public static bool ToComply(HarmfulQuestion question) => (question.Request, question.Phrasing) is
        (HarmfulRequest.Trap, 0) or
        (HarmfulRequest.Trap, 1) or
        (HarmfulRequest.Poison, 0) or
        (HarmfulRequest.Skin, 1) or
        (HarmfulRequest.Silence, 1);

    private static ArgumentException Unknown(Question question) => new($"unknown question '{question.Text}'");
}
