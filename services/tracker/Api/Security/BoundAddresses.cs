using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using WeakToStrong.ServiceDefaults;

namespace WeakToStrong.Tracker.Api.Security;

/// <summary>Without a token nothing is bound that another machine can reach.</summary>
internal static class BoundAddresses
{
    /// <exception cref="InvalidSettingException">The endpoint is not on loopback and there is no token.</exception>
    public static void Check(ListenOptions listen, ApiOptions options)
    {
        if (options.Token is null && !IsLoopback(listen.EndPoint))
            throw new InvalidSettingException(
                $"the API would listen on {listen.EndPoint}, which others can reach, and has no token; "
                + "set Tracker__Token, or bind to loopback, for instance ASPNETCORE_URLS=http://127.0.0.1:5080");
    }

    private static bool IsLoopback(EndPoint? endpoint) =>
        endpoint is IPEndPoint { Address: var address } && IPAddress.IsLoopback(address);
}
