using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Audits;

internal sealed class AuditConfiguration : IEntityTypeConfiguration<Audit>
{
    public void Configure(EntityTypeBuilder<Audit> audit)
    {
        audit.ToTable("audits").HasKey(row => row.RunId);
        audit.HasIndex(row => new { row.CreatedAt, row.RunId }).IsDescending(true, false);
        audit.HasIndex(row => new { row.SubjectId, row.CreatedAt }).IsDescending(false, true);
        audit.HasIndex(row => new { row.Name, row.CreatedAt }).IsDescending(false, true);
        audit.HasOne<Run>().WithOne().HasForeignKey<Audit>(row => row.RunId).OnDelete(DeleteBehavior.Cascade);
    }
}
