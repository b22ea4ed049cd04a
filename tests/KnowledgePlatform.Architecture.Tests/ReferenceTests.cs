using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using KnowledgePlatform.TestKit;
using Xunit;

namespace KnowledgePlatform.Architecture.Tests;

/// <summary>Which part may know which: docs/architecture.md.</summary>
public sealed class ReferenceTests
{
    [Theory]
    [InlineData("KnowledgePlatform.Core", "Hangfire", "Microsoft.AspNetCore.Components", "UglyToad", "DocumentFormat", "AngleSharp", "Markdig")]
    [InlineData("KnowledgePlatform.Parsers", "Npgsql", "System.Net.Http", "System.Net.Sockets", "Microsoft.Extensions", "KnowledgePlatform.Core")]
    [InlineData("KnowledgePlatform.Transcriber", "Npgsql", "System.Net.Http", "System.Net.Sockets", "Microsoft.Extensions", "KnowledgePlatform.Core")]
    [InlineData("KnowledgePlatform.ParserProtocol", "Npgsql", "System.Net.Http", "UglyToad", "KnowledgePlatform")]
    [InlineData("KnowledgePlatform.Worker", "Microsoft.AspNetCore.Components", "UglyToad", "KnowledgePlatform.Portal")]
    [InlineData("KnowledgePlatform.Portal", "UglyToad", "DocumentFormat", "LLama")]
    public void Part_does_not_know_what_is_not_its_business(string part, params string[] banned)
    {
        var known = ReferencesOf(part);
        Assert.NotEmpty(known);
        Assert.DoesNotContain(known, name => banned.Any(start => name.StartsWith(start, StringComparison.Ordinal)));
    }

    private static List<string> ReferencesOf(string part)
    {
        using var file = File.OpenRead(Path.Combine(Repository.Root, "src", part, "bin", "Release", "net10.0", part + ".dll"));
        using var image = new PEReader(file);
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)).Where(name => name != part)];
    }
}
