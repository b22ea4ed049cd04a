using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.Core.Retrieval;
using KnowledgePlatform.Database.Tests.Retrieval;
using KnowledgePlatform.TestKit;
using Xunit;

namespace KnowledgePlatform.Database.Tests.Answers;

/// <summary>Two patients' records in one collection: what stands in one is said of nobody else.</summary>
public sealed class NamedPatientTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Blood = "Blood group: A Rh positive, taken on admission.";
    private Caller _person = null!;
    private Guid _agnes;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _person = await database.AddPersonAsync("clinician " + Guid.NewGuid());
        _agnes = await database.AddCollectionAsync(_person, "Records of A " + Guid.NewGuid());
        await StoredPassages.AddAsync(
            database, _agnes, ("now", "Patient: Agnes Fairweather, born 2 May 1941."), ("now", "She is allergic to penicillin; the blood pressure was taken twice a day."));
        await StoredPassages.AddAsync(
            database, await database.AddCollectionAsync(_person, "Records of B " + Guid.NewGuid()), ("now", "Patient: Bernard Moss."), ("now", Blood));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("What is the blood group of Agnes Fairweather?")]
    [InlineData("blood group of agnes fairweather")]
    [InlineData("Which blood group has Ágnes Fairweather?")]
    public async Task Value_of_another_patient_is_not_quoted_for_the_one_who_is_named(string question)
    {
        var read = await ReadAsync(question);
        Assert.Contains(read.Hits, hit => hit.Text == Blood);
        Assert.NotEmpty(read.Sentences);
        Assert.All(read.Sentences, sentence => Assert.Equal(_agnes, sentence.Hit.CollectionId));
    }

    [Theory]
    [InlineData("What is the blood group of Bernard Moss?")]
    [InlineData("What is the blood group?")]
    [InlineData("What is the blood group of Xaver Quill?")]
    public async Task Value_is_quoted_for_its_own_patient_and_where_nobody_is_named_whom_a_document_knows(string question) =>
        Assert.Contains((await ReadAsync(question)).Sentences, sentence => sentence.Text == Blood);

    private async Task<Evidence> ReadAsync(string question)
    {
        var evidence = Searches.Evidence(database);
        return await evidence.ReadAsync(_person, question, await evidence.SearchAsync(_person, question, null, Token), Token);
    }
}
