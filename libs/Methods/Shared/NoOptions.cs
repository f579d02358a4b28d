namespace WeakToStrong.Methods.Shared;

/// <summary>For steps and variants that leave nothing to choose.</summary>
public sealed record NoOptions;
