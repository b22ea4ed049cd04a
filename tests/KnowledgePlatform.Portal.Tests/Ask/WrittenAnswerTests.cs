using System.Net.Http.Json;
using System.Text.Json;
using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Portal.Ask;
using KnowledgePlatform.Portal.Tests.Documents;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Ask;

/// <summary>What is seen while a model writes.</summary>
public sealed class WrittenAnswerTests(RunningPortal portal, ReadDocuments documents, Chromium chromium, DictatedModel model)
    : IClassFixture<Chromium>, IClassFixture<DictatedModel>
{
    private const string Passage = "21 days after it became due";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Sentence_is_shown_unchecked_then_with_its_citation_or_struck_out(ColorScheme scheme)
    {
        await using var window = await AskingAsync("writer", scheme);
        var page = window.Page;
        var dictation = await model.NextAsync(Token);
        dictation.Write("The Landlord may re-enter the Property if any Rent is unpaid ");
        await Assertions.Expect(page.Locator(".draft")).ToContainTextAsync("if any Rent is unpaid");
        await Assertions.Expect(page.Locator(".draft-label")).ToHaveTextAsync("being written, not checked yet");
        await window.AssertAccessibleAsync($"ask-draft-{scheme}");

        var number = dictation.NumberOf(Passage);
        dictation.Write($"{Passage} {number}. ");
        dictation.Write($"The Landlord must wait 45 days first {number}. ");
        dictation.Write("And ");
        await Assertions.Expect(page.Locator(".struck s")).ToHaveTextAsync("The Landlord must wait 45 days first.");
        await Assertions.Expect(page.Locator(".struck")).ToContainTextAsync("Struck out: ");
        await Assertions.Expect(page.Locator(".struck-reason")).Not.ToBeEmptyAsync();
        await page.Locator(".turn .cite").First.ClickAsync();
        await page.Locator("svg.sheet rect.hl").First.WaitForAsync();
        await window.AssertAccessibleAsync($"ask-writing-{scheme}");

        dictation.Write($"any Rent may be unpaid 21 days {number}.");
        dictation.End();
        await Assertions.Expect(page.Locator(".answer-origin")).ToContainTextAsync("Written by dictated, each sentence checked");
        await Assertions.Expect(page.Locator(".turn[aria-busy]")).ToHaveCountAsync(0);
        // The document that was opened meanwhile stays open, and its citation marked.
        await Assertions.Expect(page.Locator(".turn .cite").First).ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(page.Locator(".ask-main > .visually-hidden[role=status]")).Not.ToContainTextAsync("45 days");
        await window.AssertAccessibleAsync($"ask-written-{scheme}");
    }

    [Fact]
    public async Task Second_person_sees_a_place_in_the_queue_and_stopping_gives_the_question_back()
    {
        await using var first = await AskingAsync("first");
        var dictation = await model.NextAsync(Token);
        await using var second = await AskingAsync("second");
        await Assertions.Expect(second.Page.Locator(".running-state")).ToContainTextAsync("You are number 1 in the queue");
        await second.AssertAccessibleAsync("ask-queue");
        await second.Page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await Assertions.Expect(second.Page.GetByLabel("Question", new() { Exact = true })).ToHaveValueAsync(ReadDocuments.Question);
        await Assertions.Expect(second.Page.Locator(".turn")).ToHaveCountAsync(0);
        dictation.End();
        await first.Page.AtAsync("**/conversations/*");
    }

    [Fact]
    public async Task Closed_page_stops_the_model()
    {
        await using var window = await AskingAsync("leaver");
        var dictation = await model.NextAsync(Token);
        dictation.Write("The Landlord ");
        await window.Page.Locator(".draft").WaitForAsync();
        await window.Page.GotoAsync("/account/denied");
        // The next one gets its turn when nobody came back for a while, though the first answer never ended.
        await using var next = await AskingAsync("next");
        (await model.NextAsync(Token)).End();
        await next.Page.AtAsync("**/conversations/*");
    }

    [Fact]
    public async Task One_person_has_five_questions_answered_at_a_time_and_those_that_no_page_shows_are_let_go()
    {
        var asks = model.Part<RunningAsks>();
        var caller = new Caller((await documents.AddReaderAsync(portal, "eager")).PersonId);
        var other = new Caller((await documents.AddReaderAsync(portal, "other")).PersonId);
        var request = new AskRequest(ReadDocuments.Question, null, null);
        var runs = Enumerable.Range(0, 5).Select(_ => asks.Begin(caller, request)).ToList();
        Assert.Equal("too_many_questions", Assert.Throws<RefusedException>(() => asks.Begin(caller, request)).Code);
        asks.Begin(other, request).Stop();

        await Task.WhenAll(runs.Select(run => run.Ended)).WaitAsync(TimeSpan.FromSeconds(20), Token);
        Assert.Empty(asks.Of(caller));
        Assert.All(runs, run => Assert.Null(run.Answer));
        var next = asks.Begin(caller, request);
        next.Stop();
        await next.Ended;
        // One of them was being written when it was let go.
        await model.NextAsync(Token);
    }

    [Fact]
    public async Task Page_that_is_loaded_anew_shows_the_question_and_goes_on_writing_the_answer()
    {
        await using var window = await AskingAsync("reloader");
        var page = window.Page;
        var dictation = await model.NextAsync(Token);
        dictation.Write("The Landlord may re-enter the Property if any Rent is unpaid ");
        await page.Locator(".draft").WaitForAsync();

        await page.ReloadAsync();
        await Assertions.Expect(page.Locator(".turn[aria-busy] .question")).ToHaveTextAsync(ReadDocuments.Question);
        await Assertions.Expect(page.Locator(".draft")).ToContainTextAsync("if any Rent is unpaid");
        dictation.Write($"{Passage} {dictation.NumberOf(Passage)}. And ");
        await page.Locator(".turn[aria-busy] .cite").First.ClickAsync();
        await page.Locator("svg.sheet rect.hl").First.WaitForAsync();
        dictation.Write($"any Rent may be unpaid 21 days {dictation.NumberOf(Passage)}.");
        dictation.End();
        await Assertions.Expect(page.Locator(".answer-origin")).ToContainTextAsync("Written by dictated, each sentence checked");
        await page.AtAsync("**/conversations/*");
        // Back closes the document and stays in the conversation, though it was asked at another address.
        await page.GoBackAsync();
        await Assertions.Expect(page.Locator(".ask-document")).ToHaveCountAsync(0);
        await page.AtAsync("**/conversations/*");

        // The same within the conversation, and stopped.
        await page.GetByLabel("Question", new() { Exact = true }).FillAsync("And who is the tenant?");
        await page.Keyboard.PressAsync("Enter");
        await model.NextAsync(Token);
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator(".turn[aria-busy] .question")).ToHaveTextAsync("And who is the tenant?");
        await Assertions.Expect(page.Locator(".turn")).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Question", new() { Exact = true })).ToHaveValueAsync("And who is the tenant?");
        await Assertions.Expect(page.Locator(".turn")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Answer_goes_on_while_another_conversation_is_looked_at()
    {
        await using var window = await AskingAsync("looker");
        var page = window.Page;
        (await model.NextAsync(Token)).End();
        await page.AtAsync("**/conversations/*");
        await page.GetByLabel("Question", new() { Exact = true }).FillAsync("And who is the tenant?");
        await page.Keyboard.PressAsync("Enter");
        var dictation = await model.NextAsync(Token);
        await page.GetByRole(AriaRole.Link, new() { Name = "New question" }).ClickAsync();
        await Assertions.Expect(page.Locator(".turn")).ToHaveCountAsync(0);
        dictation.End();
        await Assertions.Expect(page.Locator(".notice")).ToContainTextAsync("“And who is the tenant?” is answered.");
        await page.Locator(".conversations li > a").First.ClickAsync();
        await Assertions.Expect(page.Locator(".turn")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Answer_is_all_there_after_the_connection_broke_and_came_back()
    {
        await using var window = await chromium.OpenAsync(model.Address);
        var connection = await CutConnection.OnAsync(window);
        await AskAsync(window, "reconnecting");
        var page = window.Page;
        var dictation = await model.NextAsync(Token);
        dictation.Write("The Landlord may re-enter the Property if any Rent is unpaid ");
        await Assertions.Expect(page.Locator(".draft")).ToContainTextAsync("if any Rent is unpaid");

        await connection.CutAsync();
        await Assertions.Expect(page.GetByText("The connection was lost. Connecting again…")).ToBeVisibleAsync();
        await window.AssertAccessibleAsync("ask-reconnecting");
        // What is written now has nobody to go to.
        dictation.Write($"{Passage} {dictation.NumberOf(Passage)}. ");
        dictation.End();
        connection.Restore();
        await Assertions.Expect(page.Locator(".answer-origin")).ToContainTextAsync("Written by dictated, each sentence checked", new() { Timeout = 30_000 });
        await Assertions.Expect(page.GetByText("The connection was lost. Connecting again…")).ToBeHiddenAsync();
        await page.Locator(".turn .cite").First.ClickAsync();
        await page.Locator("svg.sheet rect.hl").First.WaitForAsync();
    }

    [Fact]
    public async Task Sentence_that_was_struck_out_goes_with_every_document_that_was_found_for_it()
    {
        var archive = await Archive.OpenAsync(portal);
        await portal.Part<GrantStore>().GiveAsync(
            portal.Administrator, await documents.CollectionAsync(portal), archive.Manager.PersonId, false, CollectionRole.Reader, Token);
        using var program = await archive.ProgramAsync(null, ApiScopes.Read, ApiScopes.Write, ApiScopes.Ask);
        var (note, _) = await archive.PublishAsync(program, "note.txt", "The Landlord may re-enter the Property after 45 days of unpaid Rent, says Ms Rooke.");
        var answering = program.PostAsJsonAsync(new Uri(model.Address, "/api/v1/ask"), new { question = ReadDocuments.Question }, Token);
        var dictation = await model.NextAsync(Token);
        dictation.Write($"The Landlord may re-enter the Property if any Rent is unpaid {Passage} {dictation.NumberOf(Passage)}. ");
        // The right words, beside the number of a passage that does not say them.
        dictation.Write($"Ms Rooke says 45 days {dictation.NumberOf(Passage)}.");
        dictation.End();
        using var response = await answering;
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal(["supported", "struck_out"], answer.GetProperty("sentences").EnumerateArray().Select(one => one.GetProperty("status").GetString()));
        Assert.DoesNotContain(answer.GetProperty("citations").EnumerateArray(), citation => citation.GetProperty("title").GetString() == "note");
        Assert.Equal(2, await portal.Database.OwnerAsync<int>($"select cardinality(source_collections) from answers where id = '{answer.GetProperty("id").GetGuid()}'"));

        using var deleted = await program.DeleteAsync($"/api/v1/documents/{note}", Token);
        deleted.EnsureSuccessStatusCode();
        var kept = await program.GetFromJsonAsync<JsonElement>($"/api/v1/conversations/{answer.GetProperty("conversationId").GetGuid()}/answers", Token);
        Assert.Empty(kept.EnumerateArray().Single().GetProperty("sentences").EnumerateArray());
    }

    [Fact]
    public async Task Events_of_a_written_answer_come_in_order()
    {
        var person = await documents.AddReaderAsync(portal, "program");
        using var program = await ReadDocuments.ProgramAsync(portal, person.PersonId, ApiScopes.Ask);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(model.Address, "/api/v1/ask")) { Content = JsonContent.Create(new { question = ReadDocuments.Question }) };
        request.Headers.Accept.ParseAdd("text/event-stream");
        var answering = program.SendAsync(request, Token);
        var dictation = await model.NextAsync(Token);
        dictation.Write("The Landlord may re-enter the Property if any Rent is unpaid ");
        dictation.Write($"{Passage} {dictation.NumberOf(Passage)}.");
        dictation.End();
        using var response = await answering;
        var names = (await response.Content.ReadAsStringAsync(Token)).Split('\n')
            .Where(line => line.StartsWith("event: ", StringComparison.Ordinal)).Select(line => line["event: ".Length..]);
        Assert.Equal(["searched", "draft", "sentence", "answered"], names.Where(name => name != "waiting").Aggregate(new List<string>(), (distinct, name) =>
        {
            if (distinct.LastOrDefault() != name)
            {
                distinct.Add(name);
            }

            return distinct;
        }));
    }

    private async Task<BrowserWindow> AskingAsync(string name, ColorScheme scheme = ColorScheme.Light)
    {
        var window = await chromium.OpenAsync(model.Address, scheme);
        await AskAsync(window, name);
        return window;
    }

    private async Task AskAsync(BrowserWindow window, string name)
    {
        var person = await documents.AddReaderAsync(portal, name);
        await window.SignInAsync(person.UserName, person.Password);
        await window.Page.GetByLabel("Question", new() { Exact = true }).FillAsync(ReadDocuments.Question);
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.Locator(".turn[aria-busy]").WaitForAsync();
    }
}
