using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WeakToStrong.Tracker.Data.Configurations;

internal sealed class StepSourceConfiguration : IEntityTypeConfiguration<StepSource>
{
    public void Configure(EntityTypeBuilder<StepSource> source)
    {
        source.ToTable("step_files").HasKey(row => new { row.StepKey, row.Name });
        source.HasIndex(row => row.Sha256);
        source.HasOne<Step>().WithMany().HasForeignKey(row => row.StepKey).OnDelete(DeleteBehavior.Cascade);
    }
}
