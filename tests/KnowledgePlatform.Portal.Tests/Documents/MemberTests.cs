using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using KnowledgePlatform.Core.Documents;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Documents;

/// <summary>Files within files, as programs meet them: with the real worker, store and database.</summary>
public sealed class MemberTests(RunningPortal portal)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_in_an_archive_and_attachments_of_a_mail_in_it_become_documents_that_point_to_what_holds_them()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var (zip, _) = await PublishAsync(archive, program, Zip(("notes/fee.txt", "The fee is 300 euros."), ("mail.eml", Mail), ("copy.txt", "The fee is 300 euros.")));
        var members = await MembersAsync(program, zip);
        // The same bytes under a second name are the same file.
        Assert.Equal(["notes/fee.txt", "mail.eml"], members.Select(member => member.GetProperty("memberPath").GetString()));
        Assert.All(members, member => Assert.Equal(zip, member.GetProperty("parent").GetGuid()));
        Assert.All(members, member => Assert.Equal(archive.Id, member.GetProperty("collectionId").GetGuid()));
        await WhenAllDoneAsync(program, members);
        var attachment = Assert.Single(await MembersAsync(program, members[1].GetProperty("id").GetGuid()));
        Assert.Equal(("terms.txt", "mail"), (attachment.GetProperty("fileName").GetString(), attachment.GetProperty("parentTitle").GetString()));
        await WhenAllDoneAsync(program, [attachment]);
        using var content = await program.GetAsync($"/api/v1/documents/{attachment.GetProperty("id").GetGuid()}/content", Token);
        Assert.Equal("Payment within 30 days.", await content.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Reading_again_and_new_versions_double_nothing_and_a_file_that_is_gone_goes_with_every_trace()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var (zip, version) = await PublishAsync(archive, program, Zip(("a.txt", "Alpha stays."), ("b.txt", "Beta goes.")));
        var before = await MembersAsync(program, zip);
        await WhenAllDoneAsync(program, before);
        using var reread = await program.PostAsync($"/api/v1/versions/{version}/reread", null, Token);
        Assert.Equal(HttpStatusCode.NoContent, reread.StatusCode);
        Assert.Equal("published", (await Archive.WhenDoneAsync(program, version)).GetProperty("state").GetString());
        Assert.Equal(Ids(before), Ids(await MembersAsync(program, zip)));

        using var second = Bytes(Zip(("renamed/a.txt", "Alpha stays."), ("c.txt", "Gamma comes.")));
        using var answer = await program.PostAsync($"/api/v1/documents/{zip}/versions?name=bundle.zip", second, Token);
        answer.EnsureSuccessStatusCode();
        await Archive.WhenDoneAsync(program, (await answer.Content.ReadFromJsonAsync<JsonElement>(Token))[0].GetProperty("versionId").GetGuid());
        var after = await MembersAsync(program, zip);
        Assert.Equal(["renamed/a.txt", "c.txt"], after.Select(member => member.GetProperty("memberPath").GetString()));
        Assert.Equal(before[0].GetProperty("id").GetGuid(), after[0].GetProperty("id").GetGuid());
        Assert.Equal(0, await portal.Database.OwnerAsync<long>($"select count(*) from pages where collection_id = '{archive.Id}' and text like 'Beta%'"));
        Assert.Equal(0, await portal.Database.OwnerAsync<long>($"select count(*) from staged_members where collection_id = '{archive.Id}'"));
        // Nobody asked for it by name: the trail says which document is gone.
        Assert.Equal(
            $"[\"{before[1].GetProperty("id").GetGuid()}\"]",
            await portal.Database.OwnerAsync<string>($"select detail ->> 'members' from audit_events where action = 'document.delete_members' and subject_id = '{zip}'"));
    }

    [Fact]
    public async Task File_that_could_not_be_taken_out_of_a_new_version_is_not_taken_for_gone()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var (zip, _) = await PublishAsync(archive, program, Zip(("a.txt", "Alpha stays."), ("b.txt", "Beta is still there.")));
        var before = await MembersAsync(program, zip);
        await WhenAllDoneAsync(program, before);
        using var second = Bytes(Damaged("Beta", Zip(("a.txt", "Alpha stays."), ("b.txt", "Beta is still there."), ("c.txt", "Gamma comes."))));
        using var answer = await program.PostAsync($"/api/v1/documents/{zip}/versions?name=bundle.zip", second, Token);
        answer.EnsureSuccessStatusCode();
        await Archive.WhenDoneAsync(program, (await answer.Content.ReadFromJsonAsync<JsonElement>(Token))[0].GetProperty("versionId").GetGuid());
        var after = await MembersAsync(program, zip);
        Assert.Equal(["a.txt", "b.txt", "c.txt"], after.Select(member => member.GetProperty("memberPath").GetString()));
        Assert.Equal(Ids(before), Ids(after.Take(2)));
    }

    [Fact]
    public async Task Deleting_the_archive_deletes_what_lies_within_and_a_file_within_is_not_deleted_alone()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var (zip, _) = await PublishAsync(archive, program, Zip(("mail.eml", Mail)));
        var member = Assert.Single(await MembersAsync(program, zip));
        await WhenAllDoneAsync(program, [member]);
        using var alone = await program.DeleteAsync($"/api/v1/documents/{member.GetProperty("id").GetGuid()}", Token);
        await Archive.AssertProblemAsync(alone, HttpStatusCode.Conflict, "is_member");
        using var version = Bytes("x"u8.ToArray());
        using var added = await program.PostAsync($"/api/v1/documents/{member.GetProperty("id").GetGuid()}/versions?name=a.txt", version, Token);
        await Archive.AssertProblemAsync(added, HttpStatusCode.Conflict, "is_member");
        using var whole = await program.DeleteAsync($"/api/v1/documents/{zip}", Token);
        Assert.Equal(HttpStatusCode.NoContent, whole.StatusCode);
        foreach (var table in new[] { "documents", "document_versions", "pages", "chunks" })
        {
            Assert.Equal(0, await portal.Database.OwnerAsync<long>($"select count(*) from {table} where collection_id = '{archive.Id}'"));
        }
    }

    [Fact]
    public async Task File_that_lies_within_an_archive_can_be_uploaded_on_its_own()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var (zip, _) = await PublishAsync(archive, program, Zip(("a.txt", "Alpha on its own.")));
        await WhenAllDoneAsync(program, await MembersAsync(program, zip));
        var uploaded = await archive.UploadAsync(program, "a.txt", "Alpha on its own.");
        Assert.False(uploaded.GetProperty("alreadyThere").GetBoolean());
    }

    [Fact]
    public async Task Stranger_sees_none_of_what_lies_within()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var (zip, _) = await PublishAsync(archive, program, Zip(("a.txt", "Alpha is secret.")));
        using var stranger = await archive.ProgramAsync(await archive.AddPersonAsync(null));
        using var answer = await stranger.GetAsync($"/api/v1/documents/{zip}/members", Token);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var reader = await archive.AddPersonAsync(CollectionRole.Reader);
        using var readers = await archive.ProgramAsync(reader);
        Assert.Single(await MembersAsync(readers, zip));
    }

    internal const string Mail = "From: a@firm.example\nTo: b@firm.example\nSubject: Terms\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSee below.\n"
        + "--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename=\"terms.txt\"\n\nPayment within 30 days.\n--b--\n";

    private static IEnumerable<Guid> Ids(IEnumerable<JsonElement> members) => members.Select(member => member.GetProperty("id").GetGuid());

    private static async Task<List<JsonElement>> MembersAsync(HttpClient program, Guid document) =>
        [.. (await program.GetFromJsonAsync<JsonElement>($"/api/v1/documents/{document}/members", Token)).EnumerateArray()];

    private static async Task WhenAllDoneAsync(HttpClient program, IEnumerable<JsonElement> members)
    {
        foreach (var member in members)
        {
            Assert.Equal("published", (await Archive.WhenDoneAsync(program, member.GetProperty("versionId").GetGuid())).GetProperty("state").GetString());
        }
    }

    private async Task<(Guid Document, Guid Version)> PublishAsync(Archive archive, HttpClient program, byte[] zip)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(portal.DataFolder, Guid.NewGuid().ToString("N"))).FullName, "bundle.zip");
        await File.WriteAllBytesAsync(path, zip, Token);
        return await archive.PublishAsync(program, path);
    }

    private static ByteArrayContent Bytes(byte[] content) => new(content) { Headers = { ContentType = new("application/octet-stream") } };

    private static byte[] Zip(params (string Name, string Text)[] files) => Zip([.. files.Select(file => (file.Name, Encoding.UTF8.GetBytes(file.Text)))]);

    internal static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
            {
                using var content = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                content.Write(bytes);
            }
        }

        return file.ToArray();
    }

    // The check sum of the file with this word does not fit any more.
    private static byte[] Damaged(string word, byte[] zip)
    {
        zip[zip.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word))] ^= 1;
        return zip;
    }
}
