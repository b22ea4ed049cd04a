using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Core.Transcription;
using KnowledgePlatform.Parsers.Tests.Recordings;
using KnowledgePlatform.TestKit;
using Microsoft.Extensions.Options;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Documents;

/// <summary>A hearing as people meet it: uploaded, transcribed, asked, cited by its time, heard. What was said is dictated by a server of the test.</summary>
public sealed class RecordingTests(RunningPortal portal, Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    private const string Question = "What did the landlord say about the repair of the roof?";
    private const string Sentence = "The landlord said that\nthe roof was repaired in March 2025 at his own cost.";

    private static readonly string Said = TranscriptionPeer.Verbose(
        (0, 4, " The hearing was opened at nine."), (63.2, 67, " The landlord said that"), (67, 70, " the roof was repaired in March 2025 at his own cost."));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TranscriptionOptions Settings => portal.Part<IOptions<TranscriptionOptions>>().Value;

    public void Dispose() => (Settings.Url, Settings.PieceMinutes) = ("", 5);

    [Fact]
    public async Task Recording_is_kept_until_somebody_can_transcribe_it_and_is_then_cited_by_its_time()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync(null, ApiScopes.Read, ApiScopes.Write, ApiScopes.Ask);
        var (_, version) = await UploadAsync(archive, program);
        var failed = await Archive.WhenDoneAsync(program, version);
        Assert.Equal(("failed", "needs_transcription"), (failed.GetProperty("state").GetString(), failed.GetProperty("reasonCode").GetString()));
        Assert.Contains("no Whisper model is set up (Transcription:Model)", failed.GetProperty("reason").GetString(), StringComparison.Ordinal);

        await using var peer = new TranscriptionPeer(_ => (200, Said));
        Settings.Url = peer.Url;
        using var retried = await program.PostAsync($"/api/v1/versions/{version}/retry", null, Token);
        Assert.Equal(HttpStatusCode.NoContent, retried.StatusCode);
        var read = await Archive.WhenDoneAsync(program, version);
        Assert.Equal(("published", "recording"), (read.GetProperty("state").GetString(), read.GetProperty("format").GetString()));
        Assert.Equal(JsonValueKind.Null, read.GetProperty("reason").ValueKind);

        using var found = await program.PostAsJsonAsync("/api/v1/search", new { query = Question, collections = new[] { archive.Id } }, Token);
        Assert.Equal("0:00", (await found.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("passages")[0].GetProperty("place").GetString());
        using var asked = await program.PostAsJsonAsync("/api/v1/ask", new { question = Question, collections = new[] { archive.Id } }, Token);
        var answer = await asked.Content.ReadFromJsonAsync<JsonElement>(Token);
        AssertCited(answer.GetProperty("citations")[0]);
        var kept = await program.GetFromJsonAsync<JsonElement>($"/api/v1/conversations/{answer.GetProperty("conversationId").GetGuid()}/answers", Token);
        AssertCited(kept[0].GetProperty("citations")[0]);

        static void AssertCited(JsonElement citation) =>
            Assert.Equal((Sentence, "at 1:03"), (citation.GetProperty("quote").GetString(), citation.GetProperty("place").GetString()));
    }

    [Fact]
    public async Task Piece_that_was_transcribed_before_the_server_failed_is_not_transcribed_again()
    {
        await using var peer = new TranscriptionPeer(number => number == 2 ? (503, "{}") : (200, TranscriptionPeer.Verbose((1, 2, $" Words of request {number}."))));
        (Settings.Url, Settings.PieceMinutes) = (peer.Url, 1);
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var (_, version) = await UploadAsync(archive, program, 100);

        Assert.Equal("published", (await Archive.WhenDoneAsync(program, version)).GetProperty("state").GetString());
        Assert.Equal(3, peer.Requests.Count);
        Assert.Equal(["Words of request 1.", "Words of request 3."], [await TextAsync(1), await TextAsync(2)]);

        async Task<string?> TextAsync(int page) =>
            (await program.GetFromJsonAsync<JsonElement>($"/api/v1/versions/{version}/pages/{page}", Token)).GetProperty("text").GetString();
    }

    [Fact]
    public async Task Recordings_that_wait_for_each_other_keep_no_worker_from_other_documents()
    {
        using var held = new ManualResetEventSlim();
        await using var peer = new TranscriptionPeer(_ =>
        {
            held.Wait(Token);
            return (200, Said);
        });
        Settings.Url = peer.Url;
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        // More than there are workers.
        var versions = new List<Guid>();
        for (var i = 0; i <= Environment.ProcessorCount; i++)
        {
            versions.Add((await UploadAsync(archive, program, 75 + i)).Version);
        }

        await archive.PublishAsync(program, "note.txt", "Read while the recordings wait.");
        var states = await Task.WhenAll(versions.Select(version => program.GetFromJsonAsync<JsonElement>($"/api/v1/versions/{version}", Token)));
        Assert.All(states, state => Assert.Equal("received", state.GetProperty("state").GetString()));
        Assert.Contains(states, state => state.GetProperty("reason").GetString() == "Waiting for another recording to be transcribed.");
        held.Set();
        foreach (var version in versions)
        {
            Assert.Equal("published", (await Archive.WhenDoneAsync(program, version)).GetProperty("state").GetString());
            var stages = await program.GetFromJsonAsync<JsonElement>($"/api/v1/versions/{version}/stages", Token);
            Assert.Equal(["parse", "chunk", "embed", "publish"], stages.EnumerateArray().Select(stage => stage.GetProperty("stage").GetString()));
        }
    }

    [Fact]
    public async Task Sound_is_played_in_ranges_by_those_who_may_open_it_and_nothing_else_is()
    {
        await using var peer = new TranscriptionPeer(_ => (200, Said));
        Settings.Url = peer.Url;
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var (_, version) = await UploadAsync(archive, program);
        await Archive.WhenDoneAsync(program, version);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/versions/{version}/recording") { Headers = { Range = new RangeHeaderValue(0, 3) } };
        using var part = await program.SendAsync(request, Token);
        Assert.Equal((HttpStatusCode.PartialContent, "audio/wav", "RIFF"), (part.StatusCode, part.Content.Headers.ContentType?.MediaType, await part.Content.ReadAsStringAsync(Token)));
        Assert.Equal("nosniff", Assert.Single(part.Headers.GetValues("X-Content-Type-Options")));

        using var stranger = await archive.ProgramAsync(await archive.AddPersonAsync(null));
        using var refused = await stranger.GetAsync($"/api/v1/versions/{version}/recording", Token);
        await Archive.AssertProblemAsync(refused, HttpStatusCode.NotFound, "page_not_found");
        var (_, text) = await archive.PublishAsync(program, "note.html", "<html><script>alert(1)</script><p>A page.</p></html>");
        using var none = await program.GetAsync($"/api/v1/versions/{text}/recording", Token);
        await Archive.AssertProblemAsync(none, HttpStatusCode.NotFound, "page_not_found");
    }

    [Fact]
    public async Task Citation_shows_its_time_and_the_viewer_marks_the_words_and_plays_them()
    {
        await using var peer = new TranscriptionPeer(_ => (200, Said));
        Settings.Url = peer.Url;
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync(null, ApiScopes.Read, ApiScopes.Write, ApiScopes.Ask);
        var (_, version) = await UploadAsync(archive, program);
        await Archive.WhenDoneAsync(program, version);
        await using var window = await chromium.OpenAsync(portal);
        await window.SignInAsync(archive.Manager.UserName, archive.Manager.Password);
        await window.GoAsync($"/?collection={archive.Id}");
        await window.Page.GetByLabel("Question", new() { Exact = true }).FillAsync(Question);
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.Locator(".turn .cite").First.ClickAsync();

        await Assertions.Expect(window.Page.Locator(".ask-document-name .cell-sub")).ToContainTextAsync("at 1:03");
        await Assertions.Expect(window.Page.Locator("mark.hl")).ToHaveTextAsync(Sentence.Split('\n'));
        await Assertions.Expect(window.Page.Locator(".spoken-time")).ToHaveTextAsync(["Play from 0:00", "Play from 1:03", "Play from 1:07"]);
        var sound = window.Page.Locator("audio");
        await Assertions.Expect(sound).ToHaveAttributeAsync("src", $"/api/v1/versions/{version}/recording#t=63.2");
        await window.UntilAsync("Math.abs(document.querySelector('audio').currentTime - 63.2) < 0.1");
        await window.AssertAccessibleAsync("recording-cited");
        await window.Page.Locator(".spoken-time").Nth(2).ClickAsync();
        await window.UntilAsync("document.querySelector('audio').currentTime >= 67");
    }

    private static async Task<(Guid Document, Guid Version)> UploadAsync(Archive archive, HttpClient program, int seconds = 75)
    {
        // By another name than recordings have: the content decides.
        using var content = new ByteArrayContent(Sounds.Tone(seconds, 8_000, at => at is > 51 and < 52 ? 0 : 1));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var answer = await program.PostAsync($"{archive.Address}/documents?name=hearing.dat", content, Token);
        answer.EnsureSuccessStatusCode();
        var uploaded = (await answer.Content.ReadFromJsonAsync<JsonElement>(Token))[0];
        return (uploaded.GetProperty("documentId").GetGuid(), uploaded.GetProperty("versionId").GetGuid());
    }
}
