using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Parsers.Tests.Documents;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Documents;

/// <summary>A file with a password, from the upload to the picture of its page.</summary>
public sealed class FilePasswordTests(RunningPortal portal, Chromium chromium) : IClassFixture<Chromium>
{
    private const string Password = "Grün & 4 spaces";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_of_the_document_asks_for_the_password_says_when_it_is_wrong_and_shows_the_pages_once_it_is_right()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var uploaded = await UploadAsync(archive, program, Locked("The rent is 900 euros."), null);
        var (document, version) = (uploaded.GetProperty("documentId").GetGuid(), uploaded.GetProperty("versionId").GetGuid());
        Assert.Equal("password_required", (await Archive.WhenDoneAsync(program, version)).GetProperty("reasonCode").GetString());
        await using var window = await chromium.OpenAsync(portal.Address);
        await window.SignInAsync(archive.Manager.UserName, archive.Manager.Password);
        await window.GoAsync($"/documents/{document}");
        var field = window.Page.GetByLabel("Password of the file", new() { Exact = true });
        await window.AssertAccessibleAsync("file-password");
        await field.FillAsync("wrong one");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Open", Exact = true }).ClickAsync();
        await Assertions.Expect(window.Page.Locator("#file-password-wrong")).ToContainTextAsync("does not open the file", new() { Timeout = 60_000 });
        await field.FillAsync(Password);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Open", Exact = true }).ClickAsync();
        await Assertions.Expect(window.Page.Locator(".page-lead")).ToContainTextAsync("Published", new() { Timeout = 60_000 });
        using var picture = await program.GetAsync($"/api/v1/versions/{version}/pages/1/image?dpi=96", Token);
        Assert.Equal("image/png", picture.Content.Headers.ContentType?.MediaType);
        using var reread = await program.PostAsync($"/api/v1/versions/{version}/reread", null, Token);
        Assert.Equal("published", (await Archive.WhenDoneAsync(program, version)).GetProperty("state").GetString());
        Assert.Equal(0, await portal.Database.OwnerAsync<long>($"select count(*) from version_passwords where version_id = '{version}'"));
        Assert.Equal(0, await portal.Database.OwnerAsync<long>("select count(*) from audit_events where detail::text like '%4 spaces%'"));
    }

    [Fact]
    public async Task Password_that_comes_with_the_upload_is_used_and_forgotten()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        using var form = new MultipartFormDataContent { { new StringContent(Password), "password" }, { new ByteArrayContent(Locked("In a form.")), "file", "form.pdf" } };
        using var answer = await program.PostAsync($"{archive.Address}/documents", form, Token);
        answer.EnsureSuccessStatusCode();
        var byForm = (await answer.Content.ReadFromJsonAsync<JsonElement>(Token))[0];
        var byHeader = await UploadAsync(archive, program, Locked("In a header."), Password);
        foreach (var uploaded in new[] { byForm, byHeader })
        {
            Assert.Equal("published", (await Archive.WhenDoneAsync(program, uploaded.GetProperty("versionId").GetGuid())).GetProperty("state").GetString());
        }

        Assert.Equal(0, await portal.Database.OwnerAsync<long>($"select count(*) from version_passwords where collection_id = '{archive.Id}'"));
        // The original stays what it was.
        using var original = await program.GetAsync($"/api/v1/documents/{byForm.GetProperty("documentId").GetGuid()}/content", Token);
        Assert.Equal(Locked("In a form."), await original.Content.ReadAsByteArrayAsync(Token));
    }

    [Fact]
    public async Task Document_that_cannot_be_read_again_for_want_of_its_password_takes_one()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var version = (await UploadAsync(archive, program, Locked("Opened twice."), Password)).GetProperty("versionId").GetGuid();
        await Archive.WhenDoneAsync(program, version);
        // As after a restore of the originals from a time before it was opened.
        await portal.Database.OwnerAsync<int>($"update document_versions set unlocked_sha256 = null where id = '{version}' returning 1");
        using var reread = await program.PostAsync($"/api/v1/versions/{version}/reread", null, Token);
        Assert.Equal("password_required", (await Archive.WhenDoneAsync(program, version)).GetProperty("reasonCode").GetString());
        using var given = await program.PostAsJsonAsync($"/api/v1/versions/{version}/password", new { password = Password }, Token);
        Assert.True(given.IsSuccessStatusCode, await given.Content.ReadAsStringAsync(Token));
        var after = await Archive.WhenDoneAsync(program, version);
        Assert.Equal(("published", null), (after.GetProperty("state").GetString(), after.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Password_is_refused_where_none_is_needed_and_by_whoever_may_not_add_documents()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var locked = (await UploadAsync(archive, program, Locked("Closed."), null)).GetProperty("versionId").GetGuid();
        await Archive.WhenDoneAsync(program, locked);
        var (_, open) = await archive.PublishAsync(program, "note.txt", "Open to all.");
        await AssertRefusedAsync(program, open, Password, HttpStatusCode.Conflict, "password_not_needed");
        await AssertRefusedAsync(program, locked, "", HttpStatusCode.BadRequest, "password_invalid");
        using var stranger = await archive.ProgramAsync(await archive.AddPersonAsync(null));
        await AssertRefusedAsync(stranger, locked, Password, HttpStatusCode.NotFound, "document_not_found");
        using var reader = await archive.ProgramAsync(await archive.AddPersonAsync(CollectionRole.Reader));
        await AssertRefusedAsync(reader, locked, Password, HttpStatusCode.Conflict, "password_not_needed");
    }

    private static async Task AssertRefusedAsync(HttpClient program, Guid version, string password, HttpStatusCode status, string code)
    {
        using var answer = await program.PostAsJsonAsync($"/api/v1/versions/{version}/password", new { password }, Token);
        await Archive.AssertProblemAsync(answer, status, code);
    }

    private static async Task<JsonElement> UploadAsync(Archive archive, HttpClient program, byte[] file, string? password)
    {
        using var content = new ByteArrayContent(file) { Headers = { ContentType = new("application/octet-stream") } };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{archive.Address}/documents?name=locked.pdf") { Content = content };
        if (password is not null)
        {
            request.Headers.Add("File-Password", Uri.EscapeDataString(password));
        }

        using var answer = await program.SendAsync(request, Token);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Token))[0];
    }

    private static byte[] Locked(string text) => new PdfBuilder { Encryption = new PdfEncryption(Password) }.Page(page => page.Text(72, 700, 12, text)).Build();
}
