using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WeakToStrong.Tracker.Data.Configurations;

internal sealed class RunMemberConfiguration : IEntityTypeConfiguration<RunMember>
{
    public void Configure(EntityTypeBuilder<RunMember> member)
    {
        member.ToTable("run_members").HasKey(row => new { row.RunId, row.StepKey });
        member.HasIndex(row => row.StepKey);
        member.HasOne<Run>().WithMany().HasForeignKey(row => row.RunId).OnDelete(DeleteBehavior.Cascade);
        member.HasOne<Step>().WithMany().HasForeignKey(row => row.StepKey).OnDelete(DeleteBehavior.Restrict);
    }
}
