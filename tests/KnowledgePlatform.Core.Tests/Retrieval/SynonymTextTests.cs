using CsCheck;
using KnowledgePlatform.Core.Retrieval.Synonyms;
using KnowledgePlatform.TestKit;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Retrieval;

public sealed class SynonymTextTests
{
    private static readonly string[][] LanguageSets = [[], ["en"], ["en", "es"]];
    private static readonly string[] Names = ["Cardiology", "Namen: alle"];

    [Fact]
    public void Words_with_commas_mean_each_other_and_an_arrow_goes_one_way()
    {
        var entries = SynonymText.Require("# of the firm\r\n\r\nheart attack, myocardial infarction # MI\nNDA => non-disclosure agreement, secrecy agreement\n");

        Assert.Equal(["heart attack", "myocardial infarction"], entries[0].Terms);
        Assert.Null(entries[0].Meanings);
        Assert.Equal(["NDA"], entries[1].Terms);
        Assert.Equal(["non-disclosure agreement", "secrecy agreement"], entries[1].Meanings);
        Assert.Equal(2, entries.Count);
    }

    [Theory]
    [InlineData("a, b\nlonely", 2, "comma")]
    [InlineData("=> non-disclosure agreement", 1, "nothing stands on one side")]
    [InlineData("NDA =>", 1, "nothing stands on one side")]
    [InlineData("a => b => c", 1, "more than one")]
    [InlineData("# none\n\na, --", 3, "has no letter")]
    public void Line_that_is_no_entry_is_named_with_what_is_wrong_with_it(string text, int line, string why)
    {
        var refused = Assert.Throws<RefusedException>(() => SynonymText.Require(text));

        Assert.Equal("synonyms_unreadable", refused.Code);
        Assert.StartsWith($"Line {line} cannot be read: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_that_was_written_is_read_as_the_list_it_was()
    {
        Gen.Select(Gen.String[Gen.Char["abcä #,:=>"], 0, 30].Array[0, 5], Gen.Int[0, 2].Select(i => LanguageSets[i]), Gen.Int[0, 1].Select(i => Names[i])).Sample((lines, languages, name) =>
        {
            // What looks like a head at the top of the entries is one: a list that begins so cannot be told from its own head.
            var entries = "a, b\n" + string.Join('\n', lines);
            var list = new SynonymList(Guid.Empty, name, languages, entries, true, default);

            var (readName, readLanguages, readEntries) = SynonymText.ReadFile(SynonymText.WriteFile(list));

            return readName == name && readLanguages.SequenceEqual(languages) && readEntries == entries;
        });
    }

    [Fact]
    public void File_without_a_name_is_refused() =>
        Assert.Equal("synonyms_file_invalid", Assert.Throws<RefusedException>(() => SynonymText.ReadFile("a, b")).Code);

    [Fact]
    public void Shipped_lists_are_read_to_their_last_line_and_no_word_stands_in_two_entries_of_a_list()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "deploy", "synonyms"), "*.txt");
        Assert.Equal(2, files.Length);
        Assert.All(files, file =>
        {
            var (_, languages, entries) = SynonymText.ReadFile(File.ReadAllText(file));
            Assert.Equal(["en"], languages);
            var read = SynonymText.Require(entries);
            Assert.InRange(read.Count, 60, 200);
            Assert.Empty(read.Where(entry => entry.Meanings is null).SelectMany(entry => entry.Terms).GroupBy(term => term).Where(group => group.Count() > 1).Select(group => group.Key));
        });
    }
}
