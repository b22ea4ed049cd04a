using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Core.Files;
using KnowledgePlatform.Core.Ingestion;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Documents;

public sealed class DocumentApiTests(RunningPortal portal)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Document_goes_from_upload_to_pages_with_their_words()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var (document, version) = await archive.PublishAsync(program, "commercial-lease.pdf");
        var stages = await program.GetFromJsonAsync<JsonElement[]>($"/api/v1/versions/{version}/stages", Token);
        Assert.Equal(["parse", "chunk", "embed", "publish"], stages!.Select(stage => stage.GetProperty("stage").GetString()));
        Assert.All(stages!, stage => Assert.NotEqual(JsonValueKind.Null, stage.GetProperty("finishedAt").ValueKind));

        var page = await program.GetFromJsonAsync<JsonElement>($"/api/v1/versions/{version}/pages/1", Token);
        var text = page.GetProperty("text").GetString()!;
        var words = page.GetProperty("words").EnumerateArray().Select(number => number.GetSingle()).Chunk(6).ToList();
        var first = words.First(word => text.Substring((int)word[0], (int)word[1]) == "Brackwater");
        Assert.True(first[2] < first[4] && first[3] < first[5] && first[4] < page.GetProperty("width").GetSingle());
        using var beyond = await program.GetAsync($"/api/v1/versions/{version}/pages/6", Token);
        await Archive.AssertProblemAsync(beyond, HttpStatusCode.NotFound, "page_not_found");

        var listed = await program.GetFromJsonAsync<JsonElement>($"{archive.Address}/documents?state=published&search=LEASE", Token);
        Assert.Equal(document, listed.GetProperty("documents")[0].GetProperty("id").GetGuid());
        Assert.Equal(0, (await program.GetFromJsonAsync<JsonElement>($"{archive.Address}/documents?state=failed", Token)).GetProperty("total").GetInt64());
    }

    [Fact]
    public async Task Original_comes_back_as_a_download_that_no_browser_runs_and_is_recorded()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var (document, version) = await archive.PublishAsync(program, "note é;\"quoted\".html", "<p>The rent is due.</p><script>alert(1)</script>");
        using var answer = await program.GetAsync($"/api/v1/documents/{document}/content", Token);
        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("note é;\"quoted\".html", answer.Content.Headers.ContentDisposition.FileNameStar);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("alert(1)", await answer.Content.ReadAsStringAsync(Token));
        Assert.Equal(
            1L, await portal.Database.OwnerAsync<long>($"select count(*) from audit_events where action = 'document.download' and subject_id = '{document}' and detail->>'version' = '{version}'"));
    }

    [Fact]
    public async Task Page_image_is_for_readers_only_and_kept_by_no_shared_cache()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var (_, version) = await archive.PublishAsync(program, "laboratory-report.pdf");
        using var reader = await archive.ProgramAsync(await archive.AddPersonAsync(CollectionRole.Reader), ApiScopes.Read);
        using var image = await reader.GetAsync($"/api/v1/versions/{version}/pages/1/image?dpi=96", Token);
        Assert.Equal("image/png", image.Content.Headers.ContentType!.MediaType);
        Assert.True(image.Headers.CacheControl!.Private);
        var bytes = await image.Content.ReadAsByteArrayAsync(Token);
        // PNG's own header: width and height in pixels.
        Assert.Equal((794, 1123), ((bytes[18] << 8) + bytes[19], (bytes[22] << 8) + bytes[23]));

        using var stranger = await archive.ProgramAsync(await archive.AddPersonAsync(null), ApiScopes.Read);
        using var refused = await stranger.GetAsync($"/api/v1/versions/{version}/pages/1/image?dpi=96", Token);
        await Archive.AssertProblemAsync(refused, HttpStatusCode.NotFound, "page_not_found");
        using var nobody = new HttpClient { BaseAddress = portal.Address };
        using var unknown = await nobody.GetAsync($"/api/v1/versions/{version}/pages/1/image?dpi=96", Token);
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
    }

    [Fact]
    public async Task Page_image_that_a_browser_has_is_shown_again_only_while_access_lasts()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var (_, version) = await archive.PublishAsync(program, "laboratory-report.pdf");
        var person = await archive.AddPersonAsync(CollectionRole.Reader);
        using var reader = await archive.ProgramAsync(person, ApiScopes.Read);
        var address = $"/api/v1/versions/{version}/pages/1/image?dpi=";
        using var image = await reader.GetAsync(address + 90, Token);
        Assert.True(image.Headers.CacheControl!.NoCache);
        Assert.False(image.Headers.ETag!.IsWeak);
        using var larger = await reader.GetAsync(address + 100, Token);
        Assert.NotEqual(image.Headers.ETag, larger.Headers.ETag);

        reader.DefaultRequestHeaders.IfNoneMatch.Add(image.Headers.ETag);
        using var again = await reader.GetAsync(address + 96, Token);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);

        var manager = new Caller(archive.Manager.PersonId);
        var grant = (await portal.Part<GrantStore>().ListAsync(manager, archive.Id, Token)).Single(one => one.UserId == person.PersonId);
        await portal.Part<GrantStore>().TakeAsync(manager, archive.Id, grant.Id, Token);
        using var refused = await reader.GetAsync(address + 96, Token);
        await Archive.AssertProblemAsync(refused, HttpStatusCode.NotFound, "page_not_found");
    }

    [Fact]
    public async Task Stranger_finds_nothing_at_any_address_of_a_document()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var (document, version) = await archive.PublishAsync(program, "a.txt", "The rent is due.");
        using var stranger = await archive.ProgramAsync(await archive.AddPersonAsync(null));
        foreach (var address in new[]
        {
            archive.Address, $"{archive.Address}/documents", $"/api/v1/documents/{document}", $"/api/v1/documents/{document}/versions",
            $"/api/v1/documents/{document}/content", $"/api/v1/versions/{version}", $"/api/v1/versions/{version}/stages", $"/api/v1/versions/{version}/content",
            $"/api/v1/versions/{version}/pages/1",
        })
        {
            using var answer = await stranger.GetAsync(address, Token);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Reader_changes_nothing()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var (document, version) = await archive.PublishAsync(program, "a.txt", "The rent is due.");
        using var reader = await archive.ProgramAsync(await archive.AddPersonAsync(CollectionRole.Reader));
        using var renamed = await reader.PatchAsJsonAsync($"/api/v1/documents/{document}", new { title = "Mine" }, Token);
        await Archive.AssertProblemAsync(renamed, HttpStatusCode.NotFound, "document_not_found");
        using var deleted = await reader.DeleteAsync($"/api/v1/documents/{document}", Token);
        await Archive.AssertProblemAsync(deleted, HttpStatusCode.NotFound, "document_not_found");
        using var added = await reader.PostAsync($"/api/v1/documents/{document}/versions?name=b.txt", new StringContent("Another"), Token);
        await Archive.AssertProblemAsync(added, HttpStatusCode.NotFound, "collection_not_found");
        using var retried = await reader.PostAsync($"/api/v1/versions/{version}/retry", null, Token);
        await Archive.AssertProblemAsync(retried, HttpStatusCode.Conflict, "not_failed");
        Assert.Equal("a", (await program.GetFromJsonAsync<JsonElement>($"/api/v1/documents/{document}", Token)).GetProperty("title").GetString());
    }

    [Fact]
    public async Task Unreadable_file_stays_with_its_reason_and_can_be_tried_again()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var uploaded = await archive.UploadAsync(program, "broken.pdf", "%PDF-1.7 and nothing behind it");
        var version = uploaded.GetProperty("versionId").GetGuid();
        var failed = await Archive.WhenDoneAsync(program, version);
        Assert.Equal("failed", failed.GetProperty("state").GetString());
        Assert.NotEmpty(failed.GetProperty("reason").GetString()!);
        using var retried = await program.PostAsync($"/api/v1/versions/{version}/retry", null, Token);
        Assert.Equal(HttpStatusCode.NoContent, retried.StatusCode);
        Assert.Equal("failed", (await Archive.WhenDoneAsync(program, version)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task New_version_takes_the_place_of_the_one_before()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var (document, first) = await archive.PublishAsync(program, "policy.txt", "Leave is 20 days.");
        using var added = await program.PostAsync($"/api/v1/documents/{document}/versions?name=policy-2.txt", new StringContent("Leave is 25 days."), Token);
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        var second = (await added.Content.ReadFromJsonAsync<JsonElement>(Token))[0].GetProperty("versionId").GetGuid();
        await Archive.WhenDoneAsync(program, second);
        var versions = await program.GetFromJsonAsync<JsonElement[]>($"/api/v1/documents/{document}/versions", Token);
        Assert.Equal([(second, "published"), (first, "superseded")], versions!.Select(one => (one.GetProperty("id").GetGuid(), one.GetProperty("state").GetString())));
    }

    [Fact]
    public async Task Deletion_leaves_no_row_no_file_and_no_picture()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        // Bytes of its own: other tests hold the samples too, and an original stays as long as one version holds it.
        var bytes = (byte[])[.. await File.ReadAllBytesAsync(Archive.Sample("discharge-summary.pdf"), Token), .. Guid.NewGuid().ToByteArray()];
        using var sent = await program.PostAsync($"{archive.Address}/documents?name=summary.pdf", new ByteArrayContent(bytes), Token);
        var uploaded = (await sent.Content.ReadFromJsonAsync<JsonElement>(Token))[0];
        var (document, version) = (uploaded.GetProperty("documentId").GetGuid(), uploaded.GetProperty("versionId").GetGuid());
        Assert.Equal("published", (await Archive.WhenDoneAsync(program, version)).GetProperty("state").GetString());
        (await program.GetAsync($"/api/v1/versions/{version}/pages/1/image", Token)).EnsureSuccessStatusCode().Dispose();
        var sha = SHA256.HashData(bytes);
        var original = portal.Part<FileStore>().PathOf(sha);
        var pictures = Directory.GetFiles(Path.Combine(portal.DataFolder, "page-images"), "*", SearchOption.AllDirectories)
            .Where(path => path.Contains(Convert.ToHexStringLower(sha), StringComparison.Ordinal)).ToList();
        Assert.True(File.Exists(original));
        Assert.NotEmpty(pictures);

        using var deleted = await program.DeleteAsync($"/api/v1/documents/{document}", Token);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        foreach (var (table, column, id) in new[]
        {
            ("documents", "id", document), ("document_versions", "document_id", document), ("pages", "version_id", version), ("chunks", "document_id", document),
            ("staged_chunks", "version_id", version), ("ingestion_stages", "version_id", version),
        })
        {
            Assert.Equal(0L, await portal.Database.OwnerAsync<long>($"select count(*) from {table} where {column} = '{id}'"));
        }

        // A young file may belong to an upload whose row is just coming: it goes when it is some minutes old.
        File.SetLastWriteTimeUtc(original, DateTime.UtcNow.AddMinutes(-5));
        await portal.Part<IngestionSweep>().RemoveReleasedOriginalsAsync(Token);
        Assert.False(File.Exists(original));
        Assert.All(pictures, picture => Assert.False(File.Exists(picture)));
    }

    [Fact]
    public async Task Original_of_an_upload_that_failed_behind_it_does_not_stay()
    {
        var archive = await Archive.OpenAsync(portal);
        var bytes = Guid.NewGuid().ToByteArray();
        using var content = new MemoryStream(bytes);
        // PostgreSQL takes no text with this character: it stands for whatever fails once the file is there.
        await Assert.ThrowsAnyAsync<Exception>(() => portal.Part<DocumentUploads>().UploadAsync(
            new Caller(archive.Manager.PersonId), archive.Id, null, "lost.txt", content, Token, "a\0b"));
        var original = portal.Part<FileStore>().PathOf(SHA256.HashData(bytes));
        Assert.True(File.Exists(original));
        await portal.Part<IngestionSweep>().RemoveReleasedOriginalsAsync(Token);
        Assert.True(File.Exists(original), "it may belong to an upload whose row is just coming");
        File.SetLastWriteTimeUtc(original, DateTime.UtcNow.AddMinutes(-5));
        await portal.Part<IngestionSweep>().RemoveReleasedOriginalsAsync(Token);
        Assert.False(File.Exists(original));
    }
}
