using Xunit;

namespace KnowledgePlatform.Resilience.Tests;

/// <summary>What "every document is published exactly once" means in the tables.</summary>
internal static class PublishedOnce
{
    // Each counts what must not be there.
    private static readonly (string What, string Sql)[] Faults =
    [
        ("versions that are not published", "select count(*) from document_versions where state <> 'published'"),
        ("documents without exactly one version, their current one",
            """
            select count(*) from documents d where (select count(*) from document_versions v where v.document_id = d.id) <> 1
               or not exists (select from document_versions v where v.id = d.current_version_id and v.document_id = d.id)
            """),
        ("versions whose chunks have gaps, are doubled or missing",
            """
            select count(*) from document_versions v
            where not coalesce((select count(*) = v.chunk_count and count(distinct ordinal) = v.chunk_count and min(ordinal) = 0 and max(ordinal) = v.chunk_count - 1
                                from chunks c where c.version_id = v.id), false)
            """),
        ("documents whose chunks are of several versions", "select count(*) from (select document_id from chunks group by 1 having count(distinct version_id) > 1) d"),
        ("versions whose pages have gaps", "select count(*) from document_versions v where v.page_count <> (select count(*) from pages p where p.version_id = v.id)"),
        ("versions that were published by more than one run",
            "select count(*) from (select version_id from ingestion_stages where stage = 'publish' and error is null group by 1 having count(*) > 1) v"),
        ("staged chunks", "select count(*) from staged_chunks"),
        ("staged pages", "select count(*) from staged_pages"),
        ("leases", "select count(*) from document_versions where lease_until is not null"),
        ("stages that never ended", "select count(*) from ingestion_stages where finished_at is null"),
        ("partial versions", "select count(*) from document_versions where is_partial or reason is not null"),
    ];

    /// <param name="archive">Where the work has ended.</param>
    /// <param name="documents">How many there are.</param>
    /// <param name="attempts">How often one may have been tried.</param>
    public static async Task AssertAsync(Archive archive, long documents, int attempts)
    {
        // The last stage is closed after its lease is given back.
        await archive.UntilAsync("the last stage is closed", "select not exists (select from ingestion_stages where finished_at is null)");
        Assert.Equal(documents, await archive.ReadAsync<long>("select count(*) from documents"));
        foreach (var (what, sql) in Faults)
        {
            Assert.Equal((what, 0), (what, await archive.ReadAsync<long>(sql)));
        }

        Assert.InRange(await archive.ReadAsync<int>("select max(attempts) from document_versions"), 1, attempts);
    }
}
