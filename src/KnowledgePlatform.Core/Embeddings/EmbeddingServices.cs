using KnowledgePlatform.Core.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Embeddings;

/// <summary>Registers embeddings.</summary>
public static class EmbeddingServices
{
    private const string Next = "next";
    private const string English = "english";

    /// <summary>Registers <see cref="Embedder"/>, <see cref="Embedders"/>, <see cref="EmbeddingTokenizer"/> and the generator, set by section <c>Embeddings</c>.</summary>
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
        services.AddSingleton<IValidateOptions<EmbeddingOptions>, NextModelValidation>();
        services.AddSingleton(p => new OnnxEmbeddingGenerator(p.GetRequiredService<IOptions<EmbeddingOptions>>().Value));
        services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(p => p.GetRequiredService<OnnxEmbeddingGenerator>());
        services.AddSingleton(p => p.GetRequiredService<OnnxEmbeddingGenerator>().Tokenizer);
        services.AddSingleton(p => new Embedder(
            p.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(), p.GetRequiredService<IOptions<EmbeddingOptions>>().Value));
        services.AddKeyedSingleton(Next, (p, _) => new OnnxEmbeddingGenerator(OfNext(p)));
        services.AddKeyedSingleton(English, (p, _) => new OnnxEmbeddingGenerator(OfEnglish(p)));
        services.AddSingleton(p => new Embedders(
            p.GetRequiredService<Embedder>(), p.GetRequiredService<IOptions<EmbeddingOptions>>().Value.Next.Model,
            () => new Embedder(p.GetRequiredKeyedService<OnnxEmbeddingGenerator>(Next), OfNext(p)), p.GetService<ILogger<Embedders>>(), EnglishModel(p),
            () => new Embedder(p.GetRequiredKeyedService<OnnxEmbeddingGenerator>(English), OfEnglish(p))));
        return services;
    }

    private static EmbeddingOptions OfEnglish(IServiceProvider services)
    {
        var other = services.GetRequiredService<IOptions<EmbeddingOptions>>().Value;
        return other.English.Over(other);
    }

    // Null as well where it is the only model, or is becoming that.
    private static string? EnglishModel(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<EmbeddingOptions>>().Value;
        try
        {
            if (options.English.Model is not { Length: > 0 } model || model == options.Model || model == options.Next.Model)
            {
                return null;
            }

            OnnxEmbeddingGenerator.Require(options, model);
            return model;
        }
        catch (ModelFileException)
        {
            return null; // It was not fetched.
        }
    }

    private static EmbeddingOptions OfNext(IServiceProvider services)
    {
        var current = services.GetRequiredService<IOptions<EmbeddingOptions>>().Value;
        return current.Next.Over(current);
    }

    private sealed class NextModelValidation : IValidateOptions<EmbeddingOptions>
    {
        // The files are looked for at the start: a process that finds out at the first question after the switch would answer with an error.
        public ValidateOptionsResult Validate(string? name, EmbeddingOptions options)
        {
            if ((options.Next.Fault(options) ?? options.English.Fault()) is { } fault)
            {
                return ValidateOptionsResult.Fail(fault);
            }

            try
            {
                if (options.Next.Model is { } model)
                {
                    OnnxEmbeddingGenerator.Require(options, model);
                }

                return ValidateOptionsResult.Success;
            }
            catch (ModelFileException missing)
            {
                return ValidateOptionsResult.Fail($"Embeddings:Next:Model: {missing.Message}");
            }
        }
    }
}
