namespace WeakToStrong.Tracker.Audits;

/// <summary>Registration of what is asked about audits; what launches them comes with the tracker.</summary>
internal static class AuditServices
{
    public static IServiceCollection AddAudits(this IServiceCollection services)
    {
        services.AddSingleton<AuditQueries>();
        services.AddSingleton<AuditReports>();
        return services;
    }
}
