using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WeakToStrong.Tracker.Data.Configurations;

/// <summary>Nearly all steps are over; the indexes hold the few that are not.</summary>
internal sealed class StepConfiguration : IEntityTypeConfiguration<Step>
{
    public void Configure(EntityTypeBuilder<Step> step)
    {
        step.ToTable("steps").HasKey(row => row.Key);
        step.HasIndex(row => new { row.Host, row.PathSeconds, row.Key }, "IX_steps_ready")
            .IsDescending(false, true, false).HasFilter("\"status\" = 'Ready'");
        step.HasIndex(row => row.Key, "IX_steps_active").HasFilter("\"status\" IN ('Ready', 'Running')");
        step.HasIndex(row => row.Key, "IX_steps_waiting").HasFilter("\"status\" = 'Waiting'");
    }
}
