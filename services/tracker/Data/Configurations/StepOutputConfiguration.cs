using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WeakToStrong.Tracker.Data.Configurations;

/// <summary>Lists are read newest first, of all kinds or of one.</summary>
internal sealed class StepOutputConfiguration : IEntityTypeConfiguration<StepOutput>
{
    public void Configure(EntityTypeBuilder<StepOutput> output)
    {
        output.ToTable("step_outputs").HasKey(row => new { row.StepKey, row.Name });
        output.Property(row => row.Kind).HasConversion<string>();
        output.HasIndex(row => row.Digest);
        output.HasIndex(row => row.MadeAt).IsDescending();
        output.HasIndex(row => new { row.Kind, row.MadeAt }).IsDescending(false, true);
        output.HasIndex(row => new { row.StepKind, row.MadeAt }).IsDescending(false, true);
        output.HasOne<Step>().WithMany().HasForeignKey(row => row.StepKey).OnDelete(DeleteBehavior.Cascade);
    }
}
