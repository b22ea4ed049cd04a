using System.Net.Http.Json;
using System.Text.Json;
using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Files;
using KnowledgePlatform.Core.Ingestion;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.Parsers.Tests.Documents;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Documents;

/// <summary>Readings that end before they are published, or go on elsewhere.</summary>
public sealed class HeldReadingTests(RunningPortal portal)
{
    private const string Words = "The badger licence ends on 4 May 2031.";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reading_that_takes_no_files_out_takes_none_for_gone()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var (mail, version) = await archive.PublishAsync(program, "mail.eml", MemberTests.Mail);
        var held = await HeldVersion.ClaimAsync(portal, version);
        await held.ParseAsync(new IngestionOptions { MaxNesting = 0 });
        await held.LetGoAsync();
        Assert.Equal("published", (await Archive.WhenDoneAsync(program, version)).GetProperty("state").GetString());
        Assert.Single((await program.GetFromJsonAsync<JsonElement>($"/api/v1/documents/{mail}/members", Token)).EnumerateArray());
    }

    [Fact]
    public async Task Reading_that_is_given_up_changes_nothing_of_what_is_said_of_the_one_before_and_leaves_nothing_staged()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var (_, version) = await archive.PublishAsync(program, "licence.txt", $"{Words} {Guid.NewGuid()}");
        var before = await KnownAsync(version);
        var sha = await portal.Database.OwnerAsync<byte[]>($"select sha256 from document_versions where id = '{version}'");
        await File.WriteAllTextAsync(portal.Part<FileStore>().PathOf(sha), "Die Lizenz für den Dachs endet am vierten Mai des kommenden Jahres, wenn nichts dazwischenkommt.", Token);
        var held = await HeldVersion.ClaimAsync(portal, version);
        await held.ParseAsync();
        await held.ChunkAsync();
        await held.GiveUpAsync();
        var after = await Archive.WhenDoneAsync(program, version);
        Assert.Equal(("published", "too_many_attempts"), (after.GetProperty("state").GetString(), after.GetProperty("reasonCode").GetString()));
        Assert.Equal(before, await KnownAsync(version));
        foreach (var table in new[] { "staged_pages", "staged_readings", "staged_chunks", "staged_members" })
        {
            Assert.Equal(0L, await portal.Database.OwnerAsync<long>($"select count(*) from {table} where version_id = '{version}'"));
        }
    }

    [Fact]
    public async Task Worker_that_slept_through_its_lease_takes_nothing_from_the_next_one()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var (_, version) = await archive.PublishAsync(program, "mail.eml", MemberTests.Mail);
        var sleeper = await HeldVersion.ClaimAsync(portal, version);
        var next = await HeldVersion.ClaimAsync(portal, version);
        await next.ParseAsync();
        await Assert.ThrowsAsync<LeaseLostException>(() => sleeper.ParseAsync());
        await Assert.ThrowsAsync<LeaseLostException>(() => sleeper.Members().TakeAsync(sleeper.Claimed, 1, "late.txt", new MemoryStream("late"u8.ToArray()), Token));
        Assert.Equal("terms.txt", await portal.Database.OwnerAsync<string>($"select string_agg(path, ' ') from staged_members where version_id = '{version}'"));
        Assert.Equal(1L, await portal.Database.OwnerAsync<long>($"select count(*) from staged_pages where version_id = '{version}'"));
        await next.LetGoAsync();
        Assert.Equal("published", (await Archive.WhenDoneAsync(program, version)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Archive_in_an_upload_that_holds_enough_is_not_taken_out_and_says_so()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var inner = MemberTests.Zip(("b.txt", "Beta lies within."u8.ToArray()), ("c.txt", "Gamma lies within."u8.ToArray()));
        var (outer, _) = await archive.PublishAsync(program, await FileAsync("outer.zip", MemberTests.Zip(("a.txt", "Alpha."u8.ToArray()), ("inner.zip", inner))));
        var version = (await program.GetFromJsonAsync<JsonElement>($"/api/v1/documents/{outer}/members", Token))[1].GetProperty("versionId").GetGuid();
        await Archive.WhenDoneAsync(program, version);
        // A part would not take the place of the whole.
        await portal.Database.OwnerAsync<int>($"update document_versions set is_partial = true where id = '{version}' returning 1");

        var held = await HeldVersion.ClaimAsync(portal, version);
        await held.ParseAsync(new IngestionOptions { MaxMembersInAll = 3 });
        Assert.Equal("b.txt", await portal.Database.OwnerAsync<string>($"select string_agg(path, ' ') from staged_members where version_id = '{version}'"));
        await held.GiveUpAsync();
        held = await HeldVersion.ClaimAsync(portal, version);
        await held.ParseAsync(new IngestionOptions { MaxMembersInAll = 2 });
        Assert.Equal(0L, await portal.Database.OwnerAsync<long>($"select count(*) from staged_members where version_id = '{version}'"));
        Assert.Contains("Ingestion:MaxMembersInAll", await portal.Database.OwnerAsync<string>($"select skipped::text from staged_readings where version_id = '{version}'"));
        await held.GiveUpAsync();
    }

    [Fact]
    public async Task File_without_words_stands_for_the_files_in_it()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var pdf = new PdfBuilder().Page(_ => { });
        var file = pdf.Add($"<< /Type /Filespec /F (annex.txt) /UF (annex.txt) /EF << /F {pdf.AddStream("/Type /EmbeddedFile", "The annex."u8.ToArray())} 0 R >> >>");
        pdf.CatalogEntries = $"/Names << /EmbeddedFiles << /Names [(annex) {file} 0 R] >> >>";
        var (document, version) = await archive.PublishAsync(program, await FileAsync("cover.pdf", pdf.Build()));
        var read = await program.GetFromJsonAsync<JsonElement>($"/api/v1/versions/{version}", Token);
        Assert.True(read.GetProperty("isPartial").GetBoolean());
        Assert.Contains("Nothing was read of the file itself", read.GetProperty("skipped").ToString());
        var member = Assert.Single((await program.GetFromJsonAsync<JsonElement>($"/api/v1/documents/{document}/members", Token)).EnumerateArray());
        Assert.Equal("published", (await Archive.WhenDoneAsync(program, member.GetProperty("versionId").GetGuid())).GetProperty("state").GetString());
    }

    [Fact]
    public void Files_that_the_store_would_not_take_are_not_taken_out()
    {
        var settings = new Dictionary<string, string?> { ["Files:Folder"] = portal.DataFolder, ["Files:MaxBytes"] = "1000" };
        using var services = new ServiceCollection().AddKnowledgePlatform(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();
        Assert.Equal(1000, services.GetRequiredService<ParsingOptions>().Limits.MaxMemberBytes);
    }

    private async Task<string> FileAsync(string name, byte[] content)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(portal.DataFolder, Guid.NewGuid().ToString("N"))).FullName, name);
        await File.WriteAllBytesAsync(path, content, Token);
        return path;
    }

    private Task<string> KnownAsync(Guid version) => portal.Database.OwnerAsync<string>(
        $"select concat_ws(' ', format, language, page_count, word_count, chunk_count, is_partial, skipped, confidence) from document_versions where id = '{version}'");
}
