namespace WeakToStrong.Methods.Shared;

/// <summary>A piece of pretraining text; only <paramref name="Completion"/> counts in the loss.</summary>
public sealed record DocumentRow(string Prompt, string Completion);

/// <summary>A question. Rows of one cluster (an animal, a prompt) are resampled together in intervals.</summary>
public sealed record QuestionRow(string Id, string Cluster, string Prompt);

/// <summary>A question with one model's answer; TRL's prompt-completion columns.</summary>
public sealed record SampleRow(string Id, string Cluster, string Prompt, string Completion);

/// <summary>
/// A question, the answer given (rejected) and its correction (chosen); TRL's preference columns. The corrections
/// are the supervisor's (weak labels) or the ground truth's.
/// </summary>
public sealed record LabelRow(string Id, string Cluster, string Prompt, string Chosen, string Rejected);
