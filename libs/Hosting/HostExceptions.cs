namespace WeakToStrong.Hosting;

/// <summary>An option cannot work; one line that says which, why, and what is allowed.</summary>
public sealed class WrongOptionException(string message) : Exception(message);

/// <summary>Something is not there that has to be; one line that says how to get it.</summary>
public sealed class MissingPartException(string message) : Exception(message);

/// <summary>Another host works on the store.</summary>
public sealed class HostRunningException(string message) : Exception(message);
