using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WeakToStrong.Tracker.Data.Configurations;

internal sealed class AttemptConfiguration : IEntityTypeConfiguration<Attempt>
{
    public void Configure(EntityTypeBuilder<Attempt> attempt)
    {
        attempt.ToTable("attempts").HasKey(row => row.Id);
        attempt.HasIndex(row => new { row.StepKey, row.Number }).IsUnique();
        attempt.HasIndex(row => row.WorkerId, "IX_attempts_open").HasFilter("\"status\" IN ('Claimed', 'Running')");
        attempt.HasOne<Step>().WithMany().HasForeignKey(row => row.StepKey).OnDelete(DeleteBehavior.Cascade);
    }
}
