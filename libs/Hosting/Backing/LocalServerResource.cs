using Aspire.Hosting.ApplicationModel;
using WeakToStrong.Servers;

namespace WeakToStrong.Hosting.Backing;

/// <summary>
/// A server of the machine's binaries as a resource. Its port is Aspire's choice; what is to be executed is known once
/// port and password are.
/// </summary>
internal sealed class LocalServerResource : ExecutableResource, IResourceWithConnectionString
{
    public const string EndpointName = "tcp";

    private readonly Func<int, string, IServer> _describe;
    private readonly Func<LocalServerResource, ReferenceExpression> _connectionString;
    private readonly ParameterResource _password;

    /// <param name="sample">The server with some port and password: where its program lies depends on neither.</param>
    public LocalServerResource(
        string name,
        ServerCommand sample,
        ParameterResource password,
        Func<int, string, IServer> describe,
        Func<LocalServerResource, ReferenceExpression> connectionString)
        : base(name, sample.Executable, sample.WorkingFolder)
    {
        _describe = describe;
        _connectionString = connectionString;
        _password = password;
        Endpoint = new EndpointReference(this, EndpointName);
    }

    public EndpointReference Endpoint { get; }

    public ReferenceExpression ConnectionStringExpression => _connectionString(this);

    /// <summary>
    /// Asked at every start, so that one after a crash may take other ports for what is not the server's.
    /// </summary>
    public async Task<ServerCommand> CommandAsync(CancellationToken stop) =>
        _describe(Endpoint.Port, await PasswordAsync(stop)).Command();

    public async Task<string> PasswordAsync(CancellationToken stop) =>
        await _password.GetValueAsync(stop) ?? throw new InvalidOperationException($"{_password.Name} has no value");
}
