using Microsoft.Extensions.AI;

namespace KnowledgePlatform.Core.Chat;

/// <summary>The grammar (GBNF, its rule "root") that an answer is written under, as it travels with a request. An engine that knows none leaves it out.</summary>
internal static class OutputGrammar
{
    private const string Key = "kp_grammar";

    /// <summary>That of a request; null for none.</summary>
    public static string? Of(ChatOptions options) => options.AdditionalProperties?.TryGetValue(Key, out string? grammar) == true ? grammar : null;

    /// <summary>Gives a request one.</summary>
    public static void Put(ChatOptions options, string grammar) => (options.AdditionalProperties ??= [])[Key] = grammar;

    /// <summary>Takes it away: what the client of a server does not know is not to reach it.</summary>
    public static string? Take(ChatOptions options)
    {
        var grammar = Of(options);
        options.AdditionalProperties?.Remove(Key);
        return grammar;
    }
}
