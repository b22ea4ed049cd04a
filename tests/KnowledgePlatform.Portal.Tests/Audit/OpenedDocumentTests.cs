using System.Text.Json;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Portal.Tests.Documents;
using Microsoft.Extensions.Options;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Audit;

/// <summary>A hospital can say who opened which record.</summary>
public sealed class OpenedDocumentTests(RunningPortal portal, Chromium chromium) : IClassFixture<Chromium>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Opening_in_the_viewer_is_recorded_once_for_a_person_and_a_version_and_the_original_each_time()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var (document, version) = await archive.PublishAsync(program, "medication-policy.pdf");
        var reader = await archive.AddPersonAsync(CollectionRole.Reader);
        await using var window = await chromium.OpenAsync(portal);
        await window.SignInAsync(reader.UserName, reader.Password);
        foreach (var page in new[] { 1, 2 })
        {
            await window.GoAsync($"/documents/{document}/view?page={page}");
            await window.Page.Locator("svg.sheet image").First.WaitForAsync();
        }

        var opened = Assert.Single(await EventsAsync("document.open", document));
        Assert.Equal(reader.UserName, opened.UserName);
        var detail = JsonSerializer.Deserialize<JsonElement>(opened.Detail);
        Assert.Equal(
            ("medication-policy", "medication-policy.pdf", archive.Name, 1, version),
            (detail.GetProperty("title").GetString(), detail.GetProperty("fileName").GetString(), detail.GetProperty("collection").GetString(),
                detail.GetProperty("number").GetInt32(), detail.GetProperty("version").GetGuid()));

        // A program that reads the pages sees as much.
        using var page1 = await program.GetAsync($"/api/v1/versions/{version}/pages/1", Token);
        Assert.Equal([true, false], (await EventsAsync("document.open", document)).Select(one => one.ByKey));

        for (var time = 1; time <= 2; time++)
        {
            using var original = await program.GetAsync($"/api/v1/documents/{document}/content", Token);
            var downloads = await EventsAsync("document.download", document);
            Assert.Equal(time, downloads.Count);
            Assert.Equal("medication-policy", JsonSerializer.Deserialize<JsonElement>(downloads[0].Detail).GetProperty("title").GetString());
        }
    }

    [Theory]
    [InlineData(true, 10, 1)]
    [InlineData(true, 0, 2)]
    [InlineData(false, 10, 0)]
    public async Task Window_and_recording_are_options(bool recorded, int minutes, int events)
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var uploaded = await archive.UploadAsync(program, "lease.txt", "The rent is due.");
        var manager = new Caller(archive.Manager.PersonId);
        var version = await portal.Part<DocumentStore>().FindVersionAsync(manager, uploaded.GetProperty("versionId").GetGuid(), Token);
        var openings = new DocumentOpenings(
            portal.Part<Core.Database.PlatformDatabase>(), Options.Create(new AuditOptions { DocumentOpenings = recorded, DocumentOpeningsMinutes = minutes }), TimeProvider.System);
        await openings.OpenedAsync(manager, version!, Token);
        await openings.OpenedAsync(manager, version!, Token);
        Assert.Equal(events, (await EventsAsync("document.open", version!.DocumentId)).Count);
    }

    [Fact]
    public async Task What_the_command_line_does_in_a_persons_name_says_so()
    {
        await portal.Part<AuditLog>().AddAsync(portal.Administrator with { CommandLineUser = "root" }, "test.command_line", null, new { step = 1 }, Token);
        var detail = (await portal.Part<AuditLog>().ListAsync(portal.Administrator, null, "test.command_line", 1, Token))[0].Detail;
        Assert.Equal(
            ("cli", "root", 1),
            (JsonSerializer.Deserialize<JsonElement>(detail).GetProperty("via").GetString(), JsonSerializer.Deserialize<JsonElement>(detail).GetProperty("systemUser").GetString(),
                JsonSerializer.Deserialize<JsonElement>(detail).GetProperty("step").GetInt32()));
    }

    private async Task<List<AuditEvent>> EventsAsync(string action, Guid document) =>
        [.. (await portal.Part<AuditLog>().ListAsync(portal.Administrator, null, action, 500, Token)).Where(one => one.SubjectId == document)];
}
