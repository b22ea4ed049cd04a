using KnowledgePlatform.Core.Answers.Names;
using KnowledgePlatform.Core.Answers.Verification;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Answers.Names;

public sealed class AskedNamesTests
{
    [Theory]
    [InlineData("What is the blood group of Agnes Fairweather?", "en", "Agnes Fairweather")]
    [InlineData("What is Agnes Fairweather's blood group?", "en", "Agnes Fairweather")]
    [InlineData("Agnes Fairweather: which blood group?", "en", "Agnes Fairweather")]
    [InlineData("Summarise Agnes Fairweather's allergies", "en", "Agnes Fairweather")]
    [InlineData("Did Dr. Kerr see Mrs Agnes M. Fairweather at Harrow General?", "en", "Kerr|Agnes Fairweather|Harrow General")]
    [InlineData("What did Mrs Fairweather eat?", "en", "Fairweather")]
    [InlineData("Welche Blutgruppe hat Agnes Fairweather?", "de", "Agnes Fairweather")]
    [InlineData("¿Qué alergias tiene la señora Lucía Ibáñez?", "es", "Lucía Ibáñez")]
    [InlineData("Qual è il gruppo sanguigno di Anna Bianchi?", "it", "Anna Bianchi")]
    public void Who_is_named_is_known(string question, string language, string names) =>
        Assert.Equal(names, Joined(AskedNames.Of(question, language, [])));

    [Theory]
    [InlineData("What is the blood group?", "en")]
    [InlineData("Which INR is aimed at?", "en")]
    [InlineData("When did Chopin leave Warsaw?", "en")]
    [InlineData("What was agreed on 3 March 2024?", "en")]
    [InlineData("Welche Kündigungsfrist hat die Mieterin?", "de")]
    [InlineData("WHAT IS THE NOTICE PERIOD OF THE LEASE", "en")]
    [InlineData("रोगी का रक्त समूह क्या है?", "hi")]
    public void Other_words_are_no_names(string question, string language) => Assert.Equal("", Joined(AskedNames.Of(question, language, [])));

    [Fact]
    public void In_a_question_without_capitals_a_name_is_what_the_documents_never_write_without()
    {
        AnalysedText[] found = [new("Patient: Agnes Fairweather. Her blood group was taken on admission."), new("Blood loss was small; AGNES slept.")];
        Assert.Equal("agnes fairweather", Joined(AskedNames.Of("blood group of agnes fairweather", "en", found)));
        Assert.Equal("", Joined(AskedNames.Of("blood group of agnes fairweather", "en", [])));
    }

    private static string Joined(IReadOnlyList<IReadOnlyList<string>> names) => string.Join('|', names.Select(name => string.Join(' ', name)));
}
