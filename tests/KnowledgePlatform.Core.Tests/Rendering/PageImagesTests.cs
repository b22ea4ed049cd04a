using System.Diagnostics;
using KnowledgePlatform.TestKit;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Rendering;

/// <summary>What the program that renders gets to see of its parent and of the machine.</summary>
public sealed class PageImagesTests : IDisposable
{
    private readonly ScriptedRenderer _renderer = new();

    public void Dispose() => _renderer.Dispose();

    [Fact]
    public async Task The_renderer_gets_nothing_of_the_environment_but_what_it_needs()
    {
        Environment.SetEnvironmentVariable("KP_TEST_DATABASE", "Host=db;Password=secret");
        using var images = _renderer.Images("tr '\\0' '\\n' < /proc/$$/environ");

        var environment = await File.ReadAllLinesAsync(await images.RenderAsync(ScriptedRenderer.Original, 1, 96, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);

        var names = environment.Select(line => line[..line.IndexOf('=', StringComparison.Ordinal)]).ToList();
        Assert.Contains("PATH", names);
        Assert.DoesNotContain("KP_DATABASE", names);
        Assert.All(names, name => Assert.True(name is "PATH" or "LANG" or "KP_RUNTIME" || name.StartsWith("KP_TOOL_", StringComparison.Ordinal), name));
    }

    [Fact]
    public async Task Without_unpacked_tools_the_systems_own_poppler_is_started_by_bubblewrap_alone()
    {
        // A bwrap of the test's own says how it was called; a pdftoppm beside it would be seen when it ran bare.
        var programs = Programs(("bwrap", "echo \"$@\""), ("pdftoppm", "echo bare"));

        var (exit, said, _) = await RenderPageAsync(programs);

        Assert.Equal(0, exit);
        Assert.StartsWith("--unshare-all --die-with-parent", said);
        Assert.Contains("--clearenv", said);
        Assert.Contains($"--size 268435456 --tmpfs /tmp --ro-bind {Original} /tmp/in", said);
        Assert.DoesNotContain("bare", said);
        Assert.DoesNotContain(" / ", said);
    }

    [Fact]
    public async Task Without_bubblewrap_nothing_is_rendered_unless_that_is_asked_for()
    {
        var programs = Programs(("pdftoppm", "echo bare"));

        var (exit, said, fault) = await RenderPageAsync(programs);
        Assert.Equal((1, ""), (exit, said));
        Assert.Contains("install bubblewrap, or set KP_TOOL_UNSANDBOXED=1", fault);

        (exit, said, _) = await RenderPageAsync(programs, "KP_TOOL_UNSANDBOXED");
        Assert.Equal((0, "bare"), (exit, said));
    }

    private static string Original => Path.Combine(Repository.Root, "deploy", "samples", "documents", "commercial-lease.pdf");

    private string Programs(params (string Name, string Body)[] programs)
    {
        Array.ForEach(programs, program => _renderer.Script(program.Body, program.Name));
        foreach (var tool in new[] { "env", "od", "tr" })
        {
            File.CreateSymbolicLink(Path.Combine(_renderer.Folder, tool), "/usr/bin/" + tool);
        }

        return _renderer.Folder;
    }

    private static async Task<(int Exit, string Said, string Fault)> RenderPageAsync(string path, string? set = null)
    {
        var start = new ProcessStartInfo("/bin/sh", [Path.Combine(Repository.Root, "deploy", "lib", "render-page"), Original, "1", "96"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        if (set is not null)
        {
            start.Environment[set] = "1";
        }

        using var process = Process.Start(start)!;
        var fault = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, said.Trim(), await fault);
    }
}
