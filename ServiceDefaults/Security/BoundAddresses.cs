using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;

namespace WeakToStrong.ServiceDefaults.Security;

/// <summary>Without a token nothing is bound that another machine can reach.</summary>
public sealed class BoundAddresses(bool hasToken, string tokenSetting)
{
    private static readonly string[] PortKeys = ["http_ports", "https_ports"];

    /// <summary>
    /// Looks at the usual settings before anything starts, so that what is wrong is said in one line.
    /// </summary>
    /// <exception cref="InvalidSettingException">An address is not on loopback and there is no token.</exception>
    public void Check(IConfiguration configuration)
    {
        if (!hasToken && Configured(configuration).FirstOrDefault(url => !IsLoopback(url)) is { } reachable)
            throw Refused(reachable);
    }

    /// <summary>Looks at an endpoint before it is bound, whatever it was made of: nothing gets past this.</summary>
    /// <inheritdoc cref="Check(IConfiguration)"/>
    public void Check(ListenOptions listen)
    {
        var isLoopback = listen.EndPoint is IPEndPoint { Address: var address } && IPAddress.IsLoopback(address);
        if (!hasToken && !isLoopback)
            throw Refused($"{listen.EndPoint}");
    }

    /// <summary>Addresses go before ports, and a port alone is bound everywhere.</summary>
    private static IEnumerable<string> Configured(IConfiguration configuration)
    {
        var urls = Split(configuration["urls"]);
        var ports = urls.Length > 0 ? [] : PortKeys.SelectMany(key => Split(configuration[key]));
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren();
        return
        [
            .. urls,
            .. ports.Select(port => $"http://*:{port}"),
            .. endpoints.Select(endpoint => endpoint["Url"]).OfType<string>(),
        ];
    }

    private static string[] Split(string? setting) =>
        (setting ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool IsLoopback(string url)
    {
        var host = BindingAddress.Parse(url).Host;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }

    private InvalidSettingException Refused(string address) => new(
        $"the API would listen on {address}, which others can reach, and has no token; set {tokenSetting}, "
        + "or bind to loopback, for instance ASPNETCORE_URLS=http://127.0.0.1:5080");
}
