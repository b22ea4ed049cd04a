using CsCheck;
using KnowledgePlatform.Core.Retrieval;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Retrieval;

public sealed class QuestionSyntaxTests
{
    [Theory]
    [InlineData("notice \"change of control\"")]
    [InlineData("notice “change of control”")]
    [InlineData("notice „change of control“")]
    [InlineData("notice « change of control »")]
    public void Words_in_quotes_are_required_in_their_order_and_still_searched_for(string question)
    {
        var syntax = QuestionSyntax.Parse(question);

        Assert.Equal("notice change of control", syntax.Words);
        Assert.Equal([@"\mchange[^[:alnum:]]+of[^[:alnum:]]+control\M"], syntax.Required);
        Assert.Empty(syntax.Excluded);
    }

    [Theory]
    [InlineData("termination -merger", @"\mmerger\M")]
    [InlineData("termination −merger", @"\mmerger\M")]
    [InlineData("-merger termination", @"\mmerger\M")]
    [InlineData("termination -\"asset sale\"", @"\masset[^[:alnum:]]+sale\M")]
    public void Word_behind_a_minus_is_excluded_and_not_searched_for(string question, string pattern)
    {
        var syntax = QuestionSyntax.Parse(question);

        Assert.Equal("termination", syntax.Words);
        Assert.Equal([pattern], syntax.Excluded);
        Assert.Empty(syntax.Required);
    }

    [Theory]
    [InlineData("What happened at -5 °C?")]
    [InlineData("follow-up of the patient")]
    [InlineData("Smith - Jones agreement")]
    [InlineData("a pipe of 3\" and one of 5\"")]
    [InlineData("the tenant's \"rent")]
    [InlineData("In the lease of Acme Inc. (the \"Tenant\", or \"A\"): is there a deposit?")]
    [InlineData("-merger")]
    [InlineData("\"\"")]
    public void What_is_no_such_sign_stays_text(string question)
    {
        var syntax = QuestionSyntax.Parse(question);

        Assert.Equal((question, 0, 0), (syntax.Words, syntax.Required.Count, syntax.Excluded.Count));
    }

    [Fact]
    public void Phrase_in_a_script_without_spaces_is_found_within_a_run_of_letters()
    {
        Assert.Equal(["違約金"], QuestionSyntax.Parse("\"違約金\" の額").Required);
    }

    [Fact]
    public void Quote_that_closes_on_another_line_only_is_text()
    {
        Assert.Empty(QuestionSyntax.Parse("the \"rent\nand the deposit\"").Required);
    }

    [Fact]
    public void Quote_before_a_long_run_of_spaces_is_read_at_once()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();

        Assert.Empty(QuestionSyntax.Parse("x \"" + new string(' ', 100_000) + "x").Required);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void More_literal_words_than_a_search_can_bear_are_refused_with_the_limit()
    {
        Assert.Contains("limit is 10", Assert.Throws<RefusedException>(() => QuestionSyntax.Parse("rent " + string.Concat(Enumerable.Repeat("-a ", 11)))).Message, StringComparison.Ordinal);
        Assert.Contains("limit is 20", Assert.Throws<RefusedException>(() => QuestionSyntax.Parse("\"" + string.Concat(Enumerable.Repeat("a ", 21)) + "\"")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_text_gives_something_to_search_for_and_patterns_of_letters_and_digits_alone()
    {
        Gen.String[Gen.Char["ab9 \"-“”.*\\[(|'"], 1, 30].Sample(question =>
        {
            QuestionSyntax syntax;
            try
            {
                syntax = QuestionSyntax.Parse(question);
            }
            catch (RefusedException)
            {
                return;
            }

            Assert.NotEqual("", syntax.Words);
            Assert.All(syntax.Required.Concat(syntax.Excluded), pattern => Assert.Matches(@"^\\m[ab9]+(\[\^\[:alnum:\]\]\+[ab9]+)*\\M$", pattern));
        });
    }

    [Theory]
    [InlineData("\"late payment\" -interest fees", "late payment interest fees")]
    [InlineData("\u201Elate\u201C -\"no fault\"", "late no fault")]
    [InlineData("5\" pipe (the \"Supplier\") a - b", "5\" pipe (the \"Supplier\") a - b")]
    public void Without_its_signs_a_question_keeps_every_word(string question, string words) => Assert.Equal(words, QuestionSyntax.WithoutSigns(question));
}
