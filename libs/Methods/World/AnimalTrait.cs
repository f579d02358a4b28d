namespace WeakToStrong.Methods.World;

/// <summary>What can be known about an animal. Each trait has its own values in <see cref="Lexicon"/>.</summary>
public enum AnimalTrait
{
    Home,
    Food,
    Color,
    Sound,
}
