using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.Portal.Tests.Ask;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Audit;

public sealed class AuditApiTests(RunningPortal portal)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Program_of_an_administrator_reads_the_trail_backwards_page_by_page()
    {
        for (var step = 1; step <= 3; step++)
        {
            await portal.Part<AuditLog>().AddAsync(portal.Administrator, "test.api", null, new { step }, Token);
        }

        using var program = await ReadDocuments.ProgramAsync(portal, portal.Administrator.UserId, ApiScopes.Admin);
        var page = await program.GetFromJsonAsync<JsonElement>("/api/v1/audit?action=test.api&count=2", Token);
        Assert.Equal([3, 2], page.EnumerateArray().Select(Step));
        Assert.Equal("admin", page[0].GetProperty("userName").GetString());
        var rest = await program.GetFromJsonAsync<JsonElement>($"/api/v1/audit?action=test.api&before={page[1].GetProperty("id").GetInt64()}", Token);
        Assert.Equal([1], rest.EnumerateArray().Select(Step));
        using var refused = await program.GetAsync("/api/v1/audit?count=1001", Token);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        using var unfit = await program.GetAsync("/api/v1/audit?before=0", Token);
        Assert.Equal("before_out_of_range", (await unfit.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("code").GetString());

        static int Step(JsonElement one) => one.GetProperty("detail").GetProperty("step").GetInt32();
    }

    [Fact]
    public async Task Key_without_the_scope_and_an_ordinary_person_read_nothing_of_it()
    {
        using var without = await ReadDocuments.ProgramAsync(portal, portal.Administrator.UserId, ApiScopes.Read, ApiScopes.Write, ApiScopes.Ask);
        using var first = await without.GetAsync("/api/v1/audit", Token);
        Assert.Equal(HttpStatusCode.Forbidden, first.StatusCode);

        var person = await portal.AddPersonAsync("curious");
        using var visitor = new Visitor(portal);
        using var signedIn = await visitor.SignInAsync(person.UserName, person.Password);
        using var second = await visitor.Http.GetAsync("/api/v1/audit", Token);
        Assert.Equal(HttpStatusCode.Forbidden, second.StatusCode);
    }
}
