namespace KnowledgePlatform.Portal.Ask;

/// <summary>Asking, searching and conversations.</summary>
internal static class AskSetup
{
    public static void AddAsk(this IServiceCollection services)
    {
        services.AddOptions<AskApiOptions>().BindConfiguration("AskApi").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<AskPageOptions>().BindConfiguration("AskPage").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<AnswerStream>().AddSingleton<RunningAsks>();
    }

    public static void MapAskApi(this IEndpointRouteBuilder api)
    {
        api.MapAsk();
        api.MapConversations();
    }
}
