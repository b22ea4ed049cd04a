using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Embeddings;

/// <summary>Registers embeddings.</summary>
public static class EmbeddingServices
{
    /// <summary>Registers <see cref="Embedder"/>, <see cref="EmbeddingTokenizer"/> and the generator, set by section <c>Embeddings</c>.</summary>
    public static IServiceCollection AddEmbeddings(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.Configure<EmbeddingOptions>(configuration.GetSection(EmbeddingOptions.Section));
        return services.AddEmbeddings();
    }

    /// <summary>As <see cref="AddEmbeddings(IServiceCollection, IConfiguration)"/>, set by code. The model is loaded when it is first asked for.</summary>
    public static IServiceCollection AddEmbeddings(this IServiceCollection services, Action<EmbeddingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<EmbeddingOptions>().Configure(configure ?? (_ => { })).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(p => new OnnxEmbeddingGenerator(p.GetRequiredService<IOptions<EmbeddingOptions>>().Value));
        services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(p => p.GetRequiredService<OnnxEmbeddingGenerator>());
        services.AddSingleton(p => p.GetRequiredService<OnnxEmbeddingGenerator>().Tokenizer);
        services.AddSingleton(p => new Embedder(
            p.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(), p.GetRequiredService<IOptions<EmbeddingOptions>>().Value));
        return services;
    }
}
