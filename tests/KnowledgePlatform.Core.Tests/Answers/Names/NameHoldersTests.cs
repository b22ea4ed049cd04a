using KnowledgePlatform.Core.Answers.Names;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Answers.Names;

public sealed class NameHoldersTests
{
    private static readonly Guid First = Guid.NewGuid();
    private static readonly Guid Second = Guid.NewGuid();
    private static readonly Guid Third = Guid.NewGuid();

    [Fact]
    public void Record_of_another_patient_in_the_same_hospital_does_not_answer() =>
        Assert.Equal([First], NameHolders.Undominated(new Dictionary<Guid, HashSet<int>> { [First] = [0, 1], [Second] = [1], [Third] = [] }));

    [Fact]
    public void Both_leases_that_are_compared_answer() =>
        Assert.Equivalent(new[] { First, Second }, NameHolders.Undominated(new Dictionary<Guid, HashSet<int>> { [First] = [0], [Second] = [1], [Third] = [] }), strict: true);

    [Fact]
    public void All_may_answer_when_none_knows_the_name() =>
        Assert.Equivalent(new[] { First, Second }, NameHolders.Undominated(new Dictionary<Guid, HashSet<int>> { [First] = [], [Second] = [] }), strict: true);
}
