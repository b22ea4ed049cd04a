using System.Diagnostics;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using KnowledgePlatform.TestKit;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Child;

/// <summary>The child compiled to native code and the managed one are one program: where the commands in deploy/ made a native one, all other tests read with it.</summary>
public class ParserProgramTests
{
    /// <summary>All that there are.</summary>
    public static TheoryData<string> Programs => [.. new[] { ParserProgram.Used, ParserProgram.Managed }.Distinct()];

    public static TheoryData<string> Samples => [.. Directory.GetFiles(Path.Combine(Repository.Root, "deploy", "samples", "documents")).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Both_children_and_the_readers_in_this_process_read_alike(string path)
    {
        var (document, name) = (await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken), Path.GetFileName(path));
        var here = Read.Here(document, name);
        foreach (var program in Programs)
        {
            var read = await Read.Child(program.Data, document, name);

            Assert.Equal((here.Outcome, here.Info), (read.Outcome, read.Info));
            Assert.Equal(here.Skipped, read.Skipped);
            Assert.Equal(here.Pages.Select(page => page.Text), read.Pages.Select(page => page.Text));
            Assert.Equal(here.Pages.SelectMany(page => page.Blocks), read.Pages.SelectMany(page => page.Blocks));
            Assert.Equal(here.Pages.SelectMany(page => page.Words), read.Pages.SelectMany(page => page.Words));
        }
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Each_child_has_given_up_its_system_calls_before_it_answers(string program)
    {
        // More than a pipe holds: the child waits for its parent while it is looked at.
        using var document = new TemporaryFile(System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("some words of text\n\n", 200_000))));
        using var child = Process.Start(ParserStart.For(new ParsingOptions { ParserPath = program }, document.Path).Start())!;
        try
        {
            var request = new ParseRequest(ParserWire.Version, document.Path, "document.txt", new ParseLimits(), Recognizes: false);
            ParserWire.Write(child.StandardInput.BaseStream, request, ParserJson.Default.ParseRequest);
            await ParserWire.ReadAsync(child.StandardOutput.BaseStream, 1 << 20, TestContext.Current.CancellationToken);

            var status = await File.ReadAllLinesAsync($"/proc/{child.Id}/status", TestContext.Current.CancellationToken);
            // 2: a filter stands.
            Assert.Contains("Seccomp:\t2", status);
            Assert.Contains("NoNewPrivs:\t1", status);
        }
        finally
        {
            child.Kill();
        }
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Each_child_ends_with_its_parent(string program)
    {
        using var document = new TemporaryFile("What it says"u8.ToArray());
        using var child = Process.Start(ParserStart.For(new ParsingOptions { ParserPath = program }, document.Path).Start())!;
        child.StandardInput.Close();

        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(0, child.ExitCode);
    }

    [Fact]
    public void A_program_is_started_by_itself_and_a_dll_by_the_runtime()
    {
        var options = new ParsingOptions { ParserPath = "/opt/parser/KnowledgePlatform.Parsers", SandboxPath = "/usr/bin/bwrap", DotnetPath = "/opt/net/dotnet" };
        var native = ParserStart.For(options, "/data/a.pdf").Start();
        var managed = ParserStart.For(options with { ParserPath = options.ParserPath + ".dll" }, "/data/a.pdf").Start();

        Assert.Equal(["--", "/opt/parser/KnowledgePlatform.Parsers"], native.ArgumentList.TakeLast(2));
        Assert.Equal(["--", "/opt/net/dotnet", "exec", "/opt/parser/KnowledgePlatform.Parsers.dll"], managed.ArgumentList.TakeLast(4));
        // The runtime is shown to a child that needs it, and to no other.
        Assert.Equal((false, true), (native.ArgumentList.Contains("/opt/net"), managed.ArgumentList.Contains("/opt/net")));
    }
}
