using System.Text.Json;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Child;

/// <summary>The child's members, taken as if an attacker had written the child.</summary>
public sealed class MemberIntakeTests
{
    private readonly List<string> _taken = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Member_that_ends_is_taken_and_one_that_is_cut_off_is_not()
    {
        Assert.Null(await SayAsync(new ParseLimits(), Begin("a.txt"), Bytes(3), End(true), Begin("b.txt"), Bytes(3), End(false)));
        Assert.Equal(["a.txt 3"], _taken);
    }

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task Child_that_breaks_the_rules_is_not_listened_to_any_more(ParserMessage[] messages)
    {
        var limits = new ParseLimits { MaxMembers = 1, MaxMemberBytes = 5, MaxMembersBytes = 5 };
        Assert.Equal(ParseCodes.ProtocolViolated, await SayAsync(limits, messages));
        Assert.Empty(_taken);
    }

    public static TheoryData<ParserMessage[]> Lies => new()
    {
        new ParserMessage[] { Bytes(1) }, new ParserMessage[] { End(true) }, new ParserMessage[] { Begin("") }, new ParserMessage[] { Begin("a\0b") },
        new ParserMessage[] { Begin("a"), Begin("b") }, new ParserMessage[] { Begin("a"), Bytes(6) }, new ParserMessage[] { Begin("a"), Bytes(3), Bytes(3) }, new ParserMessage[] { Begin("a"), Bytes(0) },
        new ParserMessage[] { Begin("a"), new SkippedMessage(new Skipped(null, "in between")) },
        new ParserMessage[] { Begin("a"), End(false), Begin("b") },
    };

    [Fact]
    public async Task Fault_of_whoever_stores_the_member_comes_out()
    {
        await using var intake = new MemberIntake(new ParseLimits(), (_, _, _) => throw new IOException("disk full"));
        Assert.True(intake.Begin("a.txt", Token));
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            await intake.AddAsync(new byte[200_000], Token);
            await intake.EndAsync(true);
        });
    }

    private async Task<string?> SayAsync(ParseLimits limits, params ParserMessage[] messages)
    {
        await using var intake = new MemberIntake(limits, async (path, content, token) =>
        {
            using var bytes = new MemoryStream();
            await content.CopyToAsync(bytes, token);
            _taken.Add($"{path} {bytes.Length}");
        });
        var answer = new ParserAnswer(new ParsingOptions { Limits = limits }, null, (_, _) => ValueTask.CompletedTask, intake);
        foreach (var message in messages)
        {
            if (await answer.TakeAsync(JsonSerializer.SerializeToUtf8Bytes(message, ParserJson.Default.ParserMessage), Token) is { } outcome)
            {
                return outcome.Code;
            }
        }

        return null;
    }

    private static MemberMessage Begin(string path) => new(path);

    private static MemberBytesMessage Bytes(int count) => new(new byte[count]);

    private static MemberEndMessage End(bool isWhole) => new(isWhole);
}
