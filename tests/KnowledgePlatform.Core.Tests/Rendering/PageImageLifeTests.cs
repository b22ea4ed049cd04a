using KnowledgePlatform.Core.Rendering;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Rendering;

/// <summary>How long a rendering goes on, and how long its picture stays.</summary>
public sealed class PageImageLifeTests : IDisposable
{
    private readonly ScriptedRenderer _renderer = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _renderer.Dispose();

    [Fact]
    public async Task Rendering_that_nobody_waits_for_any_more_is_stopped()
    {
        using var images = _renderer.Images("echo $$ > started; exec sleep 60");
        using var leaving = new CancellationTokenSource();
        var waiting = images.RenderAsync(ScriptedRenderer.Original, 1, 96, leaving.Token);
        var process = await _renderer.WhenWrittenAsync("started");
        Assert.True(Directory.Exists($"/proc/{process}"));

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await ScriptedRenderer.UntilAsync(() => !Directory.Exists($"/proc/{process}"));
    }

    [Fact]
    public async Task Rendering_goes_on_for_the_others_when_one_leaves()
    {
        using var images = _renderer.Images("echo $$ >> started; until [ -e go ]; do sleep 0.02; done; echo picture");
        using var leaving = new CancellationTokenSource();
        var first = images.RenderAsync(ScriptedRenderer.Original, 1, 96, leaving.Token);
        await _renderer.WhenWrittenAsync("started");
        var second = images.RenderAsync(ScriptedRenderer.Original, 1, 96, Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        _renderer.Write("go");

        Assert.Equal("picture\n", await File.ReadAllTextAsync(await second, Token));
        Assert.DoesNotContain('\n', await _renderer.WhenWrittenAsync("started"));
    }

    [Fact]
    public async Task Page_that_everybody_gave_up_is_rendered_from_the_beginning_for_the_next_one()
    {
        using var images = _renderer.Images("if [ ! -e started ]; then echo $$ > started; exec sleep 60; fi; echo picture", seconds: 3);
        using var leaving = new CancellationTokenSource();
        var first = images.RenderAsync(ScriptedRenderer.Original, 1, 96, leaving.Token);
        await _renderer.WhenWrittenAsync("started");
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        Assert.Equal("picture\n", await File.ReadAllTextAsync(await images.RenderAsync(ScriptedRenderer.Original, 1, 96, Token), Token));
    }

    [Fact]
    public async Task Oldest_pictures_go_when_all_together_take_more_than_they_may()
    {
        using var images = _renderer.Images("head -c 19000000 /dev/zero");
        for (var page = 1; page <= 4; page++)
        {
            await images.RenderAsync(ScriptedRenderer.Original, page, 96, Token);
        }

        Assert.Equal(["2-96.png", "3-96.png", "4-96.png"], _renderer.Kept);
    }

    [Fact]
    public async Task Picture_of_a_document_that_was_deleted_meanwhile_does_not_stay()
    {
        using var images = _renderer.Images("echo $$ > started; until [ -e go ]; do sleep 0.02; done; echo picture");
        var waiting = images.RenderAsync(ScriptedRenderer.Original, 1, 96, Token);
        await _renderer.WhenWrittenAsync("started");
        File.Delete(_renderer.OriginalPath);
        images.Delete(ScriptedRenderer.Original);

        _renderer.Write("go");

        var refused = await Assert.ThrowsAsync<PageImageException>(() => waiting);
        Assert.Contains("deleted", refused.Message);
        Assert.Empty(_renderer.Kept);
    }

    [Fact]
    public async Task What_the_renderer_complains_of_without_end_is_not_collected()
    {
        using var images = _renderer.Images("head -c 300000000 /dev/zero >&2; echo picture");
        var before = GC.GetTotalAllocatedBytes();
        await images.RenderAsync(ScriptedRenderer.Original, 1, 96, Token);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 300_000_000);
    }
}
