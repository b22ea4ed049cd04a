using System.Text;
using LLama;
using LLama.Native;
using Microsoft.Extensions.AI;

namespace KnowledgePlatform.Core.Chat.Local;

/// <summary>Writes messages into the model's own template and turns them into tokens.</summary>
internal sealed class LocalPrompt(LLamaWeights weights)
{
    // Stands for a message's text while the template is filled. Random, so that no document can contain it.
    private readonly string _mark = $"[{Guid.NewGuid():N}]";

    // The template as the file has it; one that llama.cpp does not know was found out by the trial load.
    private readonly string? _template = weights.NativeHandle.GetTemplate();

    /// <summary>Tokens of a text as it stands between the template's marks.</summary>
    public int Count(string text)
    {
        using var held = new HeldModel(weights);
        return Plain(text).Length;
    }

    /// <summary>Tokens of the messages, ending where the model has to go on.</summary>
    public LLamaToken[] Tokenize(IEnumerable<ChatMessage> messages)
    {
        using var held = new HeldModel(weights);
        var texts = messages.Select(message => (Role: message.Role.Value, Text: TextOf(message))).ToList();
        return texts.Any(message => HasControlTokens(message.Text))
            ? ByParts(texts)
            : weights.Tokenize(Fill(texts), add_bos: true, special: true, Encoding.UTF8);
    }

    // A document may contain what this model takes for the end of a message or the beginning of another one ("<|im_end|>"). Then the template's parts and the texts
    // become tokens apart, and in a text such a mark is letters, nothing else.
    private LLamaToken[] ByParts(List<(string Role, string Text)> messages)
    {
        var filled = Fill(messages.Select((message, index) => (message.Role, Mark(index))));
        var tokens = new List<LLamaToken>();
        var at = 0;
        while (filled.IndexOf(_mark, at, StringComparison.Ordinal) is >= 0 and var found)
        {
            var end = filled.IndexOf(';', found);
            Add(filled[at..found]);
            tokens.AddRange(Plain(messages[int.Parse(filled[(found + _mark.Length)..end], System.Globalization.CultureInfo.InvariantCulture)].Text));
            at = end + 1;
        }

        Add(filled[at..]);
        return [.. tokens];

        void Add(string part)
        {
            if (part.Length > 0 || tokens.Count == 0)
            {
                tokens.AddRange(weights.Tokenize(part, add_bos: tokens.Count == 0, special: true, Encoding.UTF8));
            }
        }
    }

    private string Fill(IEnumerable<(string Role, string Text)> messages)
    {
        var template = new LLamaTemplate(_template) { AddAssistant = true };
        foreach (var (role, text) in messages)
        {
            template.Add(role, text);
        }

        return LLamaTemplate.Encoding.GetString(template.Apply());
    }

    private string Mark(int index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_mark}{index};");

    private bool HasControlTokens(string text) =>
        !Plain(text).AsSpan().SequenceEqual(weights.Tokenize(text, add_bos: false, special: true, Encoding.UTF8));

    private LLamaToken[] Plain(string text) => text.Length == 0 ? [] : weights.Tokenize(text, add_bos: false, special: false, Encoding.UTF8);

    private static string TextOf(ChatMessage message) => message.Contents.All(content => content is TextContent)
        ? message.Text.Replace("\0", "", StringComparison.Ordinal)
        : throw new ChatUnavailableException("The model in process takes text only.");

    // LLamaSharp hands llama.cpp a bare pointer: a model that is disposed of meanwhile is freed after this.
    private readonly ref struct HeldModel
    {
        private readonly SafeLlamaModelHandle _model;

        public HeldModel(LLamaWeights weights)
        {
            var held = false;
            _model = weights.NativeHandle;
            _model.DangerousAddRef(ref held);
        }

        public void Dispose() => _model.DangerousRelease();
    }
}
