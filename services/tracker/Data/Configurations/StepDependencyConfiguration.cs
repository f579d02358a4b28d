using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WeakToStrong.Tracker.Data.Configurations;

internal sealed class StepDependencyConfiguration : IEntityTypeConfiguration<StepDependency>
{
    public void Configure(EntityTypeBuilder<StepDependency> dependency)
    {
        dependency.ToTable("step_dependencies").HasKey(row => new { row.StepKey, row.DependsOnKey });
        dependency.HasIndex(row => row.DependsOnKey);
        dependency.HasOne<Step>().WithMany().HasForeignKey(row => row.StepKey).OnDelete(DeleteBehavior.Cascade);
    }
}
