using System.Security.Claims;
using System.Text;
using System.Text.Json.Serialization;
using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Retrieval.Synonyms;
using KnowledgePlatform.Portal.Access;
using KnowledgePlatform.Portal.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Portal.Settings;

/// <summary>REST of the lists of synonyms, by the rules of their page: for administrators.</summary>
internal static class SynonymEndpoints
{
    /// <summary>A list as it is listed.</summary>
    internal sealed record ListedSynonyms(Guid Id, string Name, string[] Languages, int EntryCount, bool Enabled, DateTime ChangedAt);

    /// <summary>A new list.</summary>
    /// <param name="Name">1 to 100 characters, unique.</param>
    /// <param name="Entries">A line an entry: "heart attack, myocardial infarction" or "NDA =&gt; non-disclosure agreement".</param>
    /// <param name="Languages">ISO 639-1 codes of the passages that it is for; without it, all.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record NewSynonyms(string? Name, string? Entries, IReadOnlyList<string>? Languages = null);

    /// <summary>What to change of a list; what is left out stays.</summary>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record SynonymChange(string? Name = null, string? Entries = null, IReadOnlyList<string>? Languages = null, bool? Enabled = null);

    public static void MapSynonymsApi(this IEndpointRouteBuilder api)
    {
        var lists = api.MapGroup("/synonyms").RequireScope(ApiScopes.Admin).WithTags("Synonyms");
        lists.MapGet("", ListAsync).WithSummary("Lists of words that mean the same, by name; for administrators");
        lists.MapPost("", AddAsync).WithSummary("Add a list; for administrators")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        lists.MapPost("/file", ImportAsync).WithSummary("Take in a file: the list of its name gets its entries, or is made; for administrators")
            .WithDescription("The body is text in the format of deploy/synonyms.").Accepts<string>("text/plain").ProducesProblem(StatusCodes.Status400BadRequest);
        lists.MapGet("/{id:guid}", FindAsync).WithSummary("One list with its entries; for administrators").ProducesProblem(StatusCodes.Status404NotFound);
        lists.MapPatch("/{id:guid}", ChangeAsync).WithSummary("Change a list, turn it on or off; for administrators")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        lists.MapDelete("/{id:guid}", RemoveAsync).WithSummary("Remove a list; for administrators").ProducesProblem(StatusCodes.Status404NotFound);
        lists.MapGet("/{id:guid}/file", ExportAsync).WithSummary("A list as a file; for administrators").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<List<ListedSynonyms>>> ListAsync(ClaimsPrincipal user, SynonymStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok((await store.ListAsync(user.Caller(), cancellationToken)).Select(Listed).ToList());

    private static async Task<Created<SynonymList>> AddAsync([FromBody] NewSynonyms made, ClaimsPrincipal user, SynonymStore store, CancellationToken cancellationToken)
    {
        var id = await store.AddAsync(user.Caller(), made.Name ?? "", Codes(made.Languages), made.Entries ?? "", cancellationToken);
        return TypedResults.Created($"{ApiSetup.Prefix}/synonyms/{id}", await store.FindAsync(user.Caller(), id, cancellationToken));
    }

    private static async Task<Ok<ListedSynonyms>> ImportAsync(
        HttpRequest request, ClaimsPrincipal user, SynonymStore store, IOptions<SynonymOptions> options, CancellationToken cancellationToken)
    {
        // A character takes up to four bytes; the head of the file comes on top.
        using var content = new MemoryStream();
        var buffer = new byte[8192];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            content.Write(buffer, 0, read);
            if (content.Length > (4L * options.Value.MaxListLength) + 4096)
            {
                throw new RefusedException(
                    RefusalKind.TooLarge, "synonyms_too_long", $"The file is longer than a list may be: {options.Value.MaxListLength} characters (Retrieval:Synonyms:MaxListLength).");
            }
        }

        var id = await store.ImportAsync(user.Caller(), Encoding.UTF8.GetString(content.GetBuffer(), 0, (int)content.Length), cancellationToken);
        return TypedResults.Ok(Listed(await store.FindAsync(user.Caller(), id, cancellationToken)));
    }

    private static async Task<Ok<SynonymList>> FindAsync(Guid id, ClaimsPrincipal user, SynonymStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(await store.FindAsync(user.Caller(), id, cancellationToken));

    private static async Task<Ok<SynonymList>> ChangeAsync(
        Guid id, [FromBody] SynonymChange change, ClaimsPrincipal user, SynonymStore store, CancellationToken cancellationToken)
    {
        var before = await store.FindAsync(user.Caller(), id, cancellationToken);
        await store.ChangeAsync(
            user.Caller(), id, change.Name ?? before.Name, Codes(change.Languages ?? before.Languages), change.Entries ?? before.Entries, change.Enabled ?? before.Enabled,
            cancellationToken);
        return TypedResults.Ok(await store.FindAsync(user.Caller(), id, cancellationToken));
    }

    private static async Task<NoContent> RemoveAsync(Guid id, ClaimsPrincipal user, SynonymStore store, CancellationToken cancellationToken)
    {
        await store.RemoveAsync(user.Caller(), id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<FileContentHttpResult> ExportAsync(Guid id, ClaimsPrincipal user, SynonymStore store, CancellationToken cancellationToken)
    {
        var list = await store.FindAsync(user.Caller(), id, cancellationToken);
        return TypedResults.File(Encoding.UTF8.GetBytes(SynonymText.WriteFile(list)), "text/plain; charset=utf-8", list.Name + ".txt");
    }

    private static ListedSynonyms Listed(SynonymList list) => new(list.Id, list.Name, list.Languages, list.EntryCount, list.Enabled, list.ChangedAt);

    private static string Codes(IReadOnlyList<string>? languages) => string.Join(',', languages ?? []);
}
