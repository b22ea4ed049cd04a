using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.Core.Answers.Verification;
using KnowledgePlatform.Core.Answers.Verification.Inference;
using KnowledgePlatform.Core.Chat;
using KnowledgePlatform.Core.Chat.Registry;
using KnowledgePlatform.Core.Chunking;
using KnowledgePlatform.Core.Conversion;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Core.Embeddings;
using KnowledgePlatform.Core.Embeddings.Reembedding;
using KnowledgePlatform.Core.Files;
using KnowledgePlatform.Core.Ingestion;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.Core.Recognition;
using KnowledgePlatform.Core.Rendering;
using KnowledgePlatform.Core.Retrieval;
using KnowledgePlatform.Core.Retrieval.Diversity;
using KnowledgePlatform.Core.Retrieval.QuestionSets;
using KnowledgePlatform.Core.Retrieval.Reranking;
using KnowledgePlatform.Core.Retrieval.Synonyms;
using KnowledgePlatform.Core.Retrieval.Tuning;
using KnowledgePlatform.Core.Transcription;
using KnowledgePlatform.Core.Usage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core;

/// <summary>The product's features, as every process of it has them.</summary>
public static class CoreServices
{
    /// <summary>Adds all features with their options, bound by section and checked when the process starts.</summary>
    public static IServiceCollection AddKnowledgePlatform(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSection<DatabaseOptions>(configuration, "Database").AddSingleton<PlatformDatabase>();
        services.AddSection<FileStoreOptions>(configuration, "Files").AddSingleton<FileStore>();
        services.AddSection<RenderingOptions>(configuration, "Rendering").AddSingleton<PageImages>();
        services.AddSection<RetrievalOptions>(configuration, "Retrieval").AddSingleton<CollectionContents>().AddSingleton<PassageSearch>().AddSingleton<FacetStore>().AddSingleton<SearchService>();
        services.AddSection<SynonymOptions>(configuration, "Retrieval:Synonyms").AddSingleton<SynonymLists>().AddSingleton<SynonymStore>();
        services.AddSection<RerankerOptions>(configuration, "Retrieval:Reranker").AddSingleton<PassageReranker>();
        services.AddSection<DiversityOptions>(configuration, "Retrieval:Diversity").AddSingleton<PassageRefinement>();
        services.AddSection<TuningOptions>(configuration, "Retrieval:Tuning").AddSingleton<TuningInForce>().AddSingleton<TuningGate>().AddSingleton<TuningStore>();
        services.AddSection<QuestionSetOptions>(configuration, "QuestionSets").AddSingleton<QuestionSetStore>().AddSingleton<SetQuestionRules>().AddSingleton<SetQuestionStore>()
            .AddSingleton<QuestionSetFiles>().AddSingleton<QuestionRunStore>().AddSingleton<QuestionRunLease>().AddSingleton<QuestionRunner>().AddSingleton<RunSnapshots>();
        services.AddSection<AnswerOptions>(configuration, "Answers").AddInference().AddSingleton<SentenceReviews>();
        services.AddSingleton<CollectionStore>().AddSingleton<DocumentStore>().AddSingleton<DocumentUploads>().AddSingleton<DocumentPasswords>().AddSingleton<DocumentTagStore>().AddSingleton<ConversationStore>().AddSingleton<ConversationReader>().AddSingleton<EvidenceSearch>().AddSingleton<AskService>();
        services.AddUsage(configuration);
        services.AddModelRegistry(configuration);
        services.AddKeyRing();
        services.AddAccess();
        services.AddEmbeddings(configuration).AddSingleton<ReembeddingStore>().AddSingleton<ReembeddingFiller>().AddSingleton<EnglishVectors>();
        services.AddSection<ChunkingOptions>(configuration, "Chunking").AddSingleton<Chunker>();
        services.AddSection<LanguageOptions>(configuration, "Language").AddSingleton<LanguageDetector>();
        services.AddChat(configuration);
        services.AddParsing(configuration);
        services.AddIngestion(configuration);
        return services;
    }

    private static IServiceCollection AddIngestion(this IServiceCollection services, IConfiguration configuration) => services
        .AddSection<IngestionOptions>(configuration, "Ingestion")
        .AddSingleton<VersionLease>().AddSingleton<StageLog>().AddSingleton<IngestionSweep>().AddSingleton<IngestionRunner>()
        .AddSingleton<OriginalIntake>().AddSingleton<UnlockedOriginals>().AddSingleton<StagedMembers>().AddSingleton<MemberPublication>()
        .AddSingleton<ParseStage>().AddSingleton<ChunkStage>().AddSingleton<EmbedStage>().AddSingleton<PublishStage>();

    private static IServiceCollection AddParsing(this IServiceCollection services, IConfiguration configuration)
    {
        return services.AddSection<ParsingOptions>(configuration, "Parsing")
            .AddSection<RecognitionOptions>(configuration, "Recognition").AddSingleton<PageRecognizer>()
            .AddSection<ConversionOptions>(configuration, "Conversion").AddSingleton<OfficeConverter>()
            .AddSection<TranscriptionOptions>(configuration, "Transcription").AddSingleton<RecordingTranscriber>()
            .AddSingleton(Storable)
            .AddSingleton(provider => new ParserClient(
                provider.GetRequiredService<ParsingOptions>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<PageRecognizer>(),
                provider.GetRequiredService<OfficeConverter>(), provider.GetRequiredService<RecordingTranscriber>()))
            .AddHostedService<SandboxWarning>();
    }

    // A member that the store refuses would be the end of all that come with it.
    private static ParsingOptions Storable(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<ParsingOptions>>().Value;
        var most = Math.Min(options.Limits.MaxMemberBytes, provider.GetRequiredService<IOptions<FileStoreOptions>>().Value.MaxBytes);
        return options with { Limits = options.Limits with { MaxMemberBytes = most } };
    }

    private static IServiceCollection AddSection<T>(this IServiceCollection services, IConfiguration configuration, string section)
        where T : class
    {
        services.AddOptions<T>().Bind(configuration.GetSection(section)).ValidateDataAnnotations().ValidateOnStart();
        return services;
    }
}
