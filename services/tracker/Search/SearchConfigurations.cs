using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeakToStrong.Tracker.Data;

namespace WeakToStrong.Tracker.Search;

internal sealed class OptionRowConfiguration : IEntityTypeConfiguration<OptionRow>
{
    public void Configure(EntityTypeBuilder<OptionRow> option)
    {
        option.ToTable("option_values").HasKey(row => new { row.OptionsId, row.Path, row.Position });
        // Each holds all that a comparison reads, so that the table itself is not visited.
        option.HasIndex(row => new { row.Path, row.Number, row.OptionsId });
        option.HasIndex(row => new { row.Path, row.Text, row.OptionsId });
    }
}

internal sealed class RunOptionSetConfiguration : IEntityTypeConfiguration<RunOptionSet>
{
    public void Configure(EntityTypeBuilder<RunOptionSet> options)
    {
        options.ToTable("run_options").HasKey(row => new { row.RunId, row.OptionsId });
        options.HasIndex(row => new { row.OptionsId, row.RunId });
        options.HasOne<Run>().WithMany().HasForeignKey(row => row.RunId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RunSystemConfiguration : IEntityTypeConfiguration<RunSystem>
{
    public void Configure(EntityTypeBuilder<RunSystem> system)
    {
        system.ToTable("run_systems").HasKey(row => new { row.RunId, row.Name });
        system.HasIndex(row => new { row.OptionsId, row.RunId });
        system.HasOne<Run>().WithMany().HasForeignKey(row => row.RunId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RunTagConfiguration : IEntityTypeConfiguration<RunTag>
{
    public void Configure(EntityTypeBuilder<RunTag> tag)
    {
        tag.ToTable("run_tags").HasKey(row => new { row.RunId, row.Tag });
        tag.HasIndex(row => row.Tag);
        tag.HasOne<Run>().WithMany().HasForeignKey(row => row.RunId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RunNoteConfiguration : IEntityTypeConfiguration<RunNote>
{
    public void Configure(EntityTypeBuilder<RunNote> note)
    {
        note.ToTable("run_notes").HasKey(row => row.RunId);
        note.HasOne<Run>().WithOne().HasForeignKey<RunNote>(row => row.RunId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RunIndexingConfiguration : IEntityTypeConfiguration<RunIndexing>
{
    public void Configure(EntityTypeBuilder<RunIndexing> indexing)
    {
        indexing.ToTable("run_indexing").HasKey(row => row.RunId);
        indexing.HasOne<Run>().WithOne()
            .HasForeignKey<RunIndexing>(row => row.RunId).OnDelete(DeleteBehavior.Cascade);
    }
}
