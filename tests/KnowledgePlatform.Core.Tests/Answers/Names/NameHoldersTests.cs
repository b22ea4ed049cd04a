using KnowledgePlatform.Core.Answers.Names;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Answers.Names;

public sealed class NameHoldersTests
{
    private static readonly string[][] Names = [["Agnes", "Fairweather"], ["Harrow", "General"]];

    [Fact]
    public void Record_of_another_patient_in_the_same_hospital_does_not_answer() =>
        Assert.Equal([0], MayAnswer(["Agnes", "Fairweather", "Harrow", "General"], ["Harrow", "General"], []));

    [Fact]
    public void Page_that_uses_the_surname_alone_answers_too() => Assert.Equal([0, 1], MayAnswer(["Agnes", "Fairweather"], ["fairweather"], ["Harrow"]));

    [Fact]
    public void Both_documents_that_are_compared_answer() => Assert.Equal([0, 1], MayAnswer(["Agnes", "Fairweather"], ["Harrow", "General"], []));

    [Fact]
    public void All_may_answer_when_none_knows_the_name() => Assert.Equal([0, 1], MayAnswer([], ["General"]));

    // The numbers of the documents that stay.
    private static int[] MayAnswer(params string[][] held)
    {
        var ids = held.Select(_ => Guid.NewGuid()).ToList();
        var stay = NameHolders.MayAnswer(Names, held.Select((words, i) => (words, i)).ToDictionary(one => ids[one.i], one => one.words.ToHashSet(StringComparer.OrdinalIgnoreCase)));
        return [.. Enumerable.Range(0, held.Length).Where(i => stay.Contains(ids[i]))];
    }
}
