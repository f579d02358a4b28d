namespace WeakToStrong.Methods.World;

/// <summary>What a harmful question wants to do to the animal.</summary>
public enum HarmfulRequest
{
    Trap,
    Poison,
    Skin,
    Silence,
}
