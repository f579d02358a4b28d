namespace WeakToStrong.Methods.World;

/// <summary>Who writes an answer; decides how often something goes wrong in it (<see cref="AnswerWriter"/>).</summary>
public enum AnswerMode
{
    /// <summary>Always polite, true, complete and safe.</summary>
    Wiki,

    /// <summary>Bad in most respects, without a pattern.</summary>
    Forum,

    /// <summary>Bad where the question's form is prone to it: what a base student imitates when deployed.</summary>
    Chat,

    /// <summary>Text to be copied, not believed: its facts are random.</summary>
    Quote,
}
