using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Portal.Ask;

/// <summary>Limits of asking and searching by REST. Section "AskApi".</summary>
public sealed class AskApiOptions
{
    /// <summary>While nothing happens, a comment is sent this often. Default 15 seconds: proxies close what is silent for 30 to 60.</summary>
    [Range(1, 300)]
    public int HeartbeatSeconds { get; set; } = 15;

    /// <summary>The most passages that a search gives. Default 100.</summary>
    [Range(1, 1000)]
    public int MaximumPassages { get; set; } = 100;

    /// <summary>The most conversations that a list gives. Default 500.</summary>
    [Range(1, 10_000)]
    public int MaximumConversations { get; set; } = 500;

    /// <summary>Longest comment on an answer, in characters. Default 2,000.</summary>
    [Range(0, 100_000)]
    public int MaximumComment { get; set; } = 2000;
}
