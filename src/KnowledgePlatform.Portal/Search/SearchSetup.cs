namespace KnowledgePlatform.Portal.Search;

/// <summary>Searching by REST; its page is found by itself.</summary>
internal static class SearchSetup
{
    public static void MapSearchApi(this IEndpointRouteBuilder api) => api.MapSearch();
}
