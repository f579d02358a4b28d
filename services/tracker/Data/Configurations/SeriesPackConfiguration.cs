using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WeakToStrong.Tracker.Data.Configurations;

internal sealed class SeriesPackConfiguration : IEntityTypeConfiguration<SeriesPack>
{
    public void Configure(EntityTypeBuilder<SeriesPack> pack)
    {
        pack.ToTable("metric_packs").HasKey(row => row.SeriesId);
        pack.Property(row => row.SeriesId).ValueGeneratedNever();
        pack.HasOne<StepSeries>().WithOne()
            .HasForeignKey<SeriesPack>(row => row.SeriesId).OnDelete(DeleteBehavior.Cascade);
    }
}
