namespace KnowledgePlatform.Portal.Documents;

/// <summary>Collections, documents, upload and viewer.</summary>
internal static class DocumentsSetup
{
    public static void AddDocuments(this IServiceCollection services) => services.AddSingleton<Uploads>();

    public static void MapDocumentsApi(this IEndpointRouteBuilder api)
    {
        api.MapCollections();
        api.MapGrants();
        api.MapDocuments();
        api.MapTags();
        api.MapPageContents();
    }
}
