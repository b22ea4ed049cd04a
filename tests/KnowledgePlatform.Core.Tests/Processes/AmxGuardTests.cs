using System.Runtime.CompilerServices;
using KnowledgePlatform.Core.Tests.Embeddings;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Processes;

/// <summary>Without the guard, on a processor with AMX, this does not fail: it ends the process.</summary>
public sealed class AmxGuardTests(LoadedModel model)
{
    [Fact]
    public async Task Null_reference_beside_a_loaded_model_is_an_exception_like_any_other()
    {
        await model.Embedder.EmbedQueryAsync("notice", TestContext.Current.CancellationToken);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await Assert.ThrowsAsync<NullReferenceException>(() => Task.Run(() => LengthOf(null!), TestContext.Current.CancellationToken));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int LengthOf(int[] numbers) => numbers.Length;
}
