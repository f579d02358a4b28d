using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WeakToStrong.Tracker.Data.Configurations;

internal sealed class KnownWorkerConfiguration : IEntityTypeConfiguration<KnownWorker>
{
    public void Configure(EntityTypeBuilder<KnownWorker> worker)
    {
        worker.ToTable("workers").HasKey(row => row.Id);
        worker.HasIndex(row => row.Instance);
    }
}
