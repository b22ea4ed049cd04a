using Xunit;

namespace KnowledgePlatform.Portal.Tests.Hosting;

public sealed class SecurityHeadersTests(RunningPortal portal)
{
    [Theory]
    [InlineData("/account/sign-in")]
    [InlineData("/")]
    [InlineData("/css/portal.css")]
    [InlineData("/no-such-page")]
    public async Task Every_answer_carries_the_policy(string address)
    {
        using var visitor = new Visitor(portal);
        using var answer = await visitor.Http.GetAsync(address, TestContext.Current.CancellationToken);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self';", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Pages_stay_out_of_caches_and_assets_do_not()
    {
        using var visitor = new Visitor(portal);
        using var page = await visitor.Http.GetAsync("/account/sign-in", TestContext.Current.CancellationToken);
        Assert.True(page.Headers.CacheControl!.NoStore);
        using var asset = await visitor.Http.GetAsync("/css/portal.css", TestContext.Current.CancellationToken);
        Assert.False(asset.Headers.CacheControl!.NoStore);
    }
}
