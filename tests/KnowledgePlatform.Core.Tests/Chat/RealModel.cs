using KnowledgePlatform.Core.Chat;
using KnowledgePlatform.Core.Models;
using Microsoft.Extensions.Options;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Chat;

/// <summary>Tests that make the model compute: one after the other, on one loaded model.</summary>
[CollectionDefinition(nameof(RealModel))]
public sealed class RealModelCollection : ICollectionFixture<RealModel>;

/// <summary>SmolLM2 in this process, loaded once for all tests that only ask.</summary>
public sealed class RealModel : IAsyncLifetime
{
    public static string File { get; } = Path.Combine(
        ModelManifest.FindFolder(AppContext.BaseDirectory)!, "SmolLM2-135M-Instruct", "SmolLM2-135M-Instruct.Q4_1.gguf");

    public ChatModel Model { get; } = new(Options.Create(new ChatEngineOptions { Threads = 2, Parallel = 1 }));

    public async ValueTask InitializeAsync() => await Model.StartAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => Model.DisposeAsync();
}
