using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace KnowledgePlatform.Core.Chat;

/// <summary>Registers the chat model.</summary>
public static class ChatServices
{
    /// <summary>Registers <see cref="ChatModel"/>, set by section <c>Chat</c>. Nothing is loaded until <see cref="ChatModel.StartAsync"/>.</summary>
    public static IServiceCollection AddChat(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<ChatEngineOptions>().Bind(configuration.GetSection(ChatEngineOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<ChatModel>();
    }

    /// <summary>For a program that answers as long as it runs: loads the model in the background and finds a server again that went away.</summary>
    public static IServiceCollection AddChatStartup(this IServiceCollection services) => services.AddHostedService<ChatStartup>();
}
