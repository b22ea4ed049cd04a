using KnowledgePlatform.Core.Retrieval;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Retrieval;

public sealed class NamedDocumentsTests
{
    private static readonly (Guid Id, string Title, string Text) Acme = (Guid.NewGuid(), "Acme lease agreement", "The tenant pays the rent on the first day of each month.");
    private static readonly (Guid Id, string Title, string Text) Zenith = (Guid.NewGuid(), "Zenith lease agreement", "The rent under this lease agreement is due quarterly.");
    private static readonly (Guid Id, string Title, string Text) Notes = (Guid.NewGuid(), "Rent", "How the rent of a lease agreement is reviewed.");

    [Fact]
    public void Document_whose_title_is_in_the_question_is_named_and_its_neighbours_are_not()
    {
        var named = Name("When is the rent due under the Acme lease?");

        Assert.True(named[0] >= 0.6);
        Assert.Equal(0, named[1]);
    }

    [Fact]
    public void Title_of_a_word_that_all_others_use_names_nothing()
    {
        Assert.Equal(0, Name("When is the rent due under the Acme lease?")[2]);
    }

    [Fact]
    public void Title_of_a_word_that_most_others_use_names_nothing_either()
    {
        var named = NamedDocuments.Named(
            "rent", [(Guid.NewGuid(), "Rent", "a"), (Guid.NewGuid(), "B", "The rent."), (Guid.NewGuid(), "C", "Rent and roof."), (Guid.NewGuid(), "D", "The door.")], 0.6);

        Assert.Equal(0, named[0]);
    }

    [Fact]
    public void Question_that_names_no_document_leaves_all_as_they_are()
    {
        Assert.All(Name("When is the rent due?"), share => Assert.Equal(0, share));
    }

    [Theory]
    [InlineData("what does SÃO PAULO's protocol say")]
    [InlineData("what does sao-paulo say")]
    public void Case_accents_and_hyphens_do_not_hide_a_name(string question)
    {
        var named = NamedDocuments.Named(question, [(Guid.NewGuid(), "São Paulo", "Doses."), (Guid.NewGuid(), "Lima", "Doses.")], 0.6);

        Assert.Equal([1, 0], named);
    }

    [Fact]
    public void Another_form_of_a_word_is_another_name()
    {
        Assert.Equal([0, 0], NamedDocuments.Named("How many balls did Josh Norman catch?", [(Guid.NewGuid(), "Normans", "Dukes."), (Guid.NewGuid(), "Final", "Balls.")], 0.6));
    }

    [Fact]
    public void Only_one_document_among_the_candidates_needs_no_name()
    {
        Assert.Equal([0, 0], NamedDocuments.Named("Acme lease", [Acme, Acme], 0.6));
    }

    private static double[] Name(string question) => NamedDocuments.Named(question, [Acme, Zenith, Notes], 0.6);
}
