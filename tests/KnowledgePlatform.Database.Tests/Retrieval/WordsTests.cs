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

    [Theory]
    [InlineData("4250", "A rent of 4,250 a month.", "en")]
    [InlineData("1234567", "A price of 1,234,567.", "en")]
    [InlineData("arrendatario", "Los arrendatarios pagarán la renta.", "es")]
    [InlineData("合同终止", "本合同的终止日期是2031年。", "zh")]
    [InlineData("終了日", "契約の終了日は五月です。", "ja")]
    public async Task Question_and_passage_meet_under_the_language_of_the_passage(string asked, string text, string language) =>
        Assert.True(await MatchesAsync(asked, text, language, "en"));

    [Fact]
    public async Task Stop_word_of_the_question_is_left_out_under_every_language() =>
        // Under Spanish, "what" would be a rare word that any quotation in English has.
        Assert.Equal("arrendatari arrendatario", await database.OwnerAsync<string>("select kp_query_terms(array['en', 'es'], 'what arrendatario')"));

    // As search does it: the stems of both, of the question under its own language and that of the passage.
    private Task<bool> MatchesAsync(string asked, string text, string language = "en", string own = "en") => database.OwnerAsync<bool>($"""
        select string_to_array(kp_terms('{language}', '{text.Replace("'", "''", StringComparison.Ordinal)}'), ' ')
            && nullif(string_to_array(kp_query_terms(array['{own}', '{language}'], '{asked}'), ' '), array[''])
        """);
}
