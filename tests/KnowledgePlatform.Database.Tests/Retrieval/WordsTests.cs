using KnowledgePlatform.TestKit;
using Xunit;

namespace KnowledgePlatform.Database.Tests.Retrieval;

/// <summary>What the word index takes for a word.</summary>
public sealed class WordsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Theory]
    [InlineData("saintalbans", "Write to records@saintalbans.example at once.")]
    [InlineData("saintalbans.example", "Write to records@saintalbans.example at once.")]
    [InlineData("addendum", "Filed under clients/marsh/addendum.docx on Monday.")]
    [InlineData("hôpital", "À l'hôpital de Dunmarrow")]
    [InlineData("क्या", "यह क्या है?")]
    public async Task Word_within_an_address_a_path_or_an_elision_is_found(string asked, string text) => Assert.True(await MatchesAsync(asked, text));

    [Theory]
    [InlineData("4,250")]
    [InlineData("3.2")]
    [InlineData("12/03/2026")]
    public async Task Number_is_one_word_and_not_found_by_its_parts(string number)
    {
        var text = $"Clause {number} holds.";
        Assert.True(await MatchesAsync(number, text));
        Assert.False(await MatchesAsync(number[^2..].TrimStart('.', ',', '/'), text));
    }

    [Theory]
    [InlineData("?!")]
    [InlineData("the of")]
    public async Task Question_without_a_word_finds_nothing_and_is_no_error(string asked) => Assert.False(await MatchesAsync(asked, "The Landlord's notice."));

    // As the index does it: its configuration over kp_words.
    private Task<bool> MatchesAsync(string asked, string text) => database.OwnerAsync<bool>($"""
        select to_tsvector('english', kp_words('{text.Replace("'", "''", StringComparison.Ordinal)}')) @@ plainto_tsquery('english', kp_words('{asked}'))
        """);
}
