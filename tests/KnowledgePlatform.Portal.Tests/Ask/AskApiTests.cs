using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Portal.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Ask;

/// <summary>Asking, searching and conversations by REST, as a program with a key does it.</summary>
public sealed class AskApiTests(RunningPortal portal, ReadDocuments documents)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answer_as_json_cites_the_page_that_says_it()
    {
        using var program = await ReaderAsync(ApiScopes.Ask);
        var answer = await AskAsync(program, ReadDocuments.Question);
        Assert.Equal("quotations", answer.GetProperty("mode").GetString());
        var sentences = answer.GetProperty("sentences").EnumerateArray().ToList();
        var says = sentences.First(sentence => sentence.GetProperty("text").GetString()!.Contains("21 days", StringComparison.Ordinal));
        Assert.Equal("quotation", says.GetProperty("status").GetString());
        var number = says.GetProperty("citations")[0].GetInt32();
        var citation = answer.GetProperty("citations").EnumerateArray().Single(one => one.GetProperty("number").GetInt32() == number);
        Assert.Equal((4, "commercial-lease"), (citation.GetProperty("firstPage").GetInt32(), citation.GetProperty("title").GetString()));
    }

    [Fact]
    public async Task Events_come_in_order_and_the_last_one_is_the_recorded_answer()
    {
        using var program = await ReaderAsync(ApiScopes.Ask);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/ask") { Content = JsonContent.Create(new { question = ReadDocuments.Question }) };
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var response = await program.SendAsync(request, Token);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        var events = EventsOf(await response.Content.ReadAsStringAsync(Token));
        Assert.Equal(["searched", "answered"], events.Select(one => one.Name));
        Assert.NotEmpty(events[0].Data.GetProperty("passages").EnumerateArray());

        var answer = events[1].Data;
        var kept = await program.GetFromJsonAsync<JsonElement>($"/api/v1/conversations/{answer.GetProperty("conversationId").GetGuid()}/answers", Token);
        Assert.Equal(answer.GetProperty("id").GetGuid(), kept.EnumerateArray().Single().GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task Refusal_before_the_first_event_has_a_status_of_its_own()
    {
        using var program = await ReaderAsync(ApiScopes.Ask);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/ask")
        {
            Content = JsonContent.Create(new { question = ReadDocuments.Question, collections = new[] { Guid.NewGuid() } }),
        };
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var response = await program.SendAsync(request, Token);
        await AssertProblemAsync(response, HttpStatusCode.NotFound, "collection_not_found");
    }

    [Theory]
    [InlineData("/api/v1/ask", "question")]
    [InlineData("/api/v1/search", "query")]
    public async Task Closed_collection_and_one_that_is_not_there_get_the_same_words_without_an_id(string address, string field)
    {
        var closed = (await Archive.OpenAsync(portal)).Id;
        var open = await documents.CollectionAsync(portal);
        using var program = await ReaderAsync(ApiScopes.Read, ApiScopes.Ask);
        foreach (var id in new[] { closed, Guid.NewGuid() })
        {
            Assert.Equal("The collection to look in is not there, or is not open to you.", await RefusedAsync(id));
            Assert.Equal("One of the collections to look in is not there, or is not open to you.", await RefusedAsync(open, id));
        }

        async Task<string?> RefusedAsync(params Guid[] collections)
        {
            using var response = await program.PostAsJsonAsync(address, new Dictionary<string, object> { [field] = "rent", ["collections"] = collections }, Token);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            return (await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("detail").GetString();
        }
    }

    [Theory]
    [InlineData("search", "query")]
    [InlineData("ask", "question")]
    public async Task Empty_list_of_collections_is_refused_and_does_not_mean_all(string call, string words)
    {
        using var program = await ReaderAsync(ApiScopes.Ask, ApiScopes.Read);
        using var response = await program.PostAsJsonAsync($"/api/v1/{call}", new Dictionary<string, object> { [words] = "rent", ["collections"] = Array.Empty<Guid>() }, Token);
        await AssertProblemAsync(response, HttpStatusCode.BadRequest, "collections_empty");
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest, "question_empty")]
    [InlineData("long", HttpStatusCode.RequestEntityTooLarge, "question_too_long")]
    public async Task Unfit_question_is_refused_by_name(string question, HttpStatusCode status, string code)
    {
        using var program = await ReaderAsync(ApiScopes.Ask);
        using var response = await program.PostAsJsonAsync("/api/v1/ask", new { question = question == "long" ? new string('a', 4001) : question }, Token);
        await AssertProblemAsync(response, status, code);
    }

    [Theory]
    [InlineData("""{"query":"rent","limit":0}""", HttpStatusCode.BadRequest, "limit_out_of_range")]
    [InlineData("""{"query":"rent","limit":101}""", HttpStatusCode.BadRequest, "limit_out_of_range")]
    [InlineData("""{"query":"  "}""", HttpStatusCode.BadRequest, "query_empty")]
    [InlineData("""{"query":"rent","collections":["11111111-1111-1111-1111-111111111111"]}""", HttpStatusCode.NotFound, "collection_not_found")]
    [InlineData("""{"query":""", HttpStatusCode.BadRequest, "invalid")]
    public async Task Unfit_search_is_refused_by_name(string body, HttpStatusCode status, string code)
    {
        using var program = await ReaderAsync(ApiScopes.Read);
        using var response = await program.PostAsync("/api/v1/search", new StringContent(body, null, "application/json"), Token);
        await AssertProblemAsync(response, status, code);
    }

    [Fact]
    public async Task Search_gives_as_many_passages_as_asked_for_with_their_place()
    {
        using var program = await ReaderAsync(ApiScopes.Read);
        using var response = await program.PostAsJsonAsync("/api/v1/search", new { query = "rent unpaid 21 days", limit = 2 }, Token);
        var passages = (await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("passages").EnumerateArray().ToList();
        Assert.Equal(2, passages.Count);
        Assert.Contains("21 days", passages[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(4, passages[0].GetProperty("firstPage").GetInt32());
    }

    [Theory]
    [InlineData(ApiScopes.Read, "/api/v1/ask")]
    [InlineData(ApiScopes.Ask, "/api/v1/search")]
    public async Task Key_without_the_scope_is_refused(string scope, string address)
    {
        using var program = await ReaderAsync(scope);
        using var response = await program.PostAsJsonAsync(address, new { question = "Anything?", query = "anything" }, Token);
        await AssertProblemAsync(response, HttpStatusCode.Forbidden, "scope_missing");
    }

    [Fact]
    public async Task Conversation_is_continued_renamed_rated_and_deleted()
    {
        using var program = await ReaderAsync(ApiScopes.Ask);
        var first = await AskAsync(program, ReadDocuments.Question);
        var conversation = first.GetProperty("conversationId").GetGuid();
        using var again = await program.PostAsJsonAsync("/api/v1/ask", new { question = "And who is the tenant?", conversation }, Token);
        var second = await again.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal((conversation, 2), (second.GetProperty("conversationId").GetGuid(), second.GetProperty("ordinal").GetInt32()));

        using var renamed = await program.PatchAsJsonAsync($"/api/v1/conversations/{conversation}", new { title = "Re-entry" }, Token);
        Assert.Equal("Re-entry", (await renamed.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("title").GetString());
        using var unfit = await program.PatchAsJsonAsync($"/api/v1/conversations/{conversation}", new { title = " " }, Token);
        await AssertProblemAsync(unfit, HttpStatusCode.BadRequest, "title_missing");

        var answer = first.GetProperty("id").GetGuid();
        using var rated = await program.PutAsJsonAsync($"/api/v1/answers/{answer}/rating", new { rating = -1, comment = "The date is missing." }, Token);
        Assert.Equal(HttpStatusCode.NoContent, rated.StatusCode);
        using var odd = await program.PutAsJsonAsync($"/api/v1/answers/{answer}/rating", new { rating = 5 }, Token);
        await AssertProblemAsync(odd, HttpStatusCode.BadRequest, "rating_invalid");
        var answers = await program.GetFromJsonAsync<JsonElement>($"/api/v1/conversations/{conversation}/answers", Token);
        Assert.Equal((-1, "The date is missing."), (answers[0].GetProperty("rating").GetInt32(), answers[0].GetProperty("ratingComment").GetString()));

        using var deleted = await program.DeleteAsync($"/api/v1/conversations/{conversation}", Token);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using var gone = await program.GetAsync($"/api/v1/conversations/{conversation}", Token);
        await AssertProblemAsync(gone, HttpStatusCode.NotFound, "conversation_not_found");
    }

    [Fact]
    public async Task Conversation_of_another_person_looks_as_if_it_were_not_there()
    {
        using var owner = await ReaderAsync(ApiScopes.Ask);
        var answer = await AskAsync(owner, ReadDocuments.Question);
        var conversation = answer.GetProperty("conversationId").GetGuid();
        using var other = await ReaderAsync(ApiScopes.Ask);
        foreach (var response in new[]
        {
            await other.GetAsync($"/api/v1/conversations/{conversation}", Token),
            await other.GetAsync($"/api/v1/conversations/{conversation}/answers", Token),
            await other.PatchAsJsonAsync($"/api/v1/conversations/{conversation}", new { title = "Mine" }, Token),
            await other.DeleteAsync($"/api/v1/conversations/{conversation}", Token),
            await other.PostAsJsonAsync("/api/v1/ask", new { question = "Anything?", conversation }, Token),
        })
        {
            await AssertProblemAsync(response, HttpStatusCode.NotFound, "conversation_not_found");
            response.Dispose();
        }

        using var rated = await other.PutAsJsonAsync($"/api/v1/answers/{answer.GetProperty("id").GetGuid()}/rating", new { rating = 1 }, Token);
        await AssertProblemAsync(rated, HttpStatusCode.NotFound, "answer_not_found");
        Assert.Empty((await other.GetFromJsonAsync<JsonElement>("/api/v1/conversations", Token)).EnumerateArray());
    }

    [Fact]
    public async Task Conversation_that_went_on_in_another_collection_is_closed_to_a_key_of_the_first()
    {
        var archive = await Archive.OpenAsync(portal);
        var first = await documents.CollectionAsync(portal);
        await portal.Part<GrantStore>().GiveAsync(portal.Administrator, first, archive.Manager.PersonId, false, CollectionRole.Reader, Token);
        using var program = await archive.ProgramAsync(null, ApiScopes.Read, ApiScopes.Ask);
        var narrowed = new Caller(archive.Manager.PersonId) { OnlyCollections = [first] };
        var conversations = portal.Part<ConversationStore>();

        using var begun = await program.PostAsJsonAsync("/api/v1/ask", new { question = ReadDocuments.Question, collections = new[] { first } }, Token);
        var conversation = (await begun.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("conversationId").GetGuid();
        Assert.NotNull(await conversations.FindAsync(narrowed, conversation, Token));
        using var continued = await program.PostAsJsonAsync(
            "/api/v1/ask", new { question = "Who is the secret client of this matter?", conversation, collections = new[] { archive.Id } }, Token);
        Assert.Equal(HttpStatusCode.OK, continued.StatusCode);
        Assert.Null(await conversations.FindAsync(narrowed, conversation, Token));
        Assert.Empty(await conversations.AnswersAsync(narrowed, conversation, Token));
    }

    private async Task<HttpClient> ReaderAsync(params string[] scopes) =>
        await ReadDocuments.ProgramAsync(portal, (await documents.AddReaderAsync(portal, "program")).PersonId, scopes);

    private static async Task<JsonElement> AskAsync(HttpClient program, string question)
    {
        using var response = await program.PostAsJsonAsync("/api/v1/ask", new { question }, Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Token);
    }

    private static async Task AssertProblemAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(code, (await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("code").GetString());
    }

    private static List<(string Name, JsonElement Data)> EventsOf(string stream) =>
    [
        .. stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(block => block.Split('\n'))
            .Where(lines => lines[0].StartsWith("event: ", StringComparison.Ordinal))
            .Select(lines => (lines[0]["event: ".Length..], JsonSerializer.Deserialize<JsonElement>(lines[1]["data: ".Length..]))),
    ];
}
