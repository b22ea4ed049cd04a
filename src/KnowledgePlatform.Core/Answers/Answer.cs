using System.Globalization;
using System.Text.Json.Serialization;
using KnowledgePlatform.Core.Answers.Conflicts;

namespace KnowledgePlatform.Core.Answers;

/// <summary>What kind of answer was given.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AnswerMode>))]
public enum AnswerMode
{
    /// <summary>Sentences that the model wrote and the check found in the passages.</summary>
    [JsonStringEnumMemberName("generated")]
    Generated,

    /// <summary>Sentences of the documents, word for word.</summary>
    [JsonStringEnumMemberName("quotations")]
    Quotations,

    /// <summary>Nothing in these documents answers; the citations are the nearest passages.</summary>
    [JsonStringEnumMemberName("not_found")]
    NotFound,
}

/// <summary>What became of one sentence.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SentenceStatus>))]
public enum SentenceStatus
{
    /// <summary>Written by the model; its passages say so.</summary>
    [JsonStringEnumMemberName("supported")]
    Supported,

    /// <summary>Written by the model; its passages do not say so. Shown struck out, with the reason.</summary>
    [JsonStringEnumMemberName("struck_out")]
    StruckOut,

    /// <summary>Copied from a document.</summary>
    [JsonStringEnumMemberName("quotation")]
    Quotation,
}

/// <summary>One sentence of an answer.</summary>
/// <param name="Text">The sentence without citation marks.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Reason">Why it was struck out, for a person; empty otherwise.</param>
/// <param name="Citations">Numbers of <see cref="AnswerCitation"/>s; empty only when struck out.</param>
public sealed record AnswerSentence(string Text, SentenceStatus Status, string Reason, IReadOnlyList<int> Citations)
{
    /// <summary>Where a quotation is a row of a table, the heads of its columns, as many as <see cref="Text"/> has cells (parted by tabs); else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The sentence in one line, for where no table can be shown: a row with the head of its column before each cell.</summary>
    [JsonIgnore]
    public string InOneLine => Columns is { } columns
        ? string.Join("; ", columns.Zip(Text.Split('\t'), (head, cell) => head.Length == 0 ? cell : $"{head}: {cell}")) : Text.ReplaceLineEndings(" ");
}

/// <summary>The exact stretch of a document that a sentence rests on.</summary>
/// <param name="Number">Shown in brackets, from 1 in the order of first mention.</param>
/// <param name="Quote">The cited words.</param>
/// <param name="FirstPage">Page on which it begins, from 1; always 1 in formats without pages.</param>
/// <param name="Pieces">Three numbers a piece: page, start and length in the page's text (UTF-16 code units).</param>
/// <param name="Place">The page's own name, its numbered lines and its stamp, such as "page iv (4 of the file), lines 3 to 9, ABC000123"; "at 12:04" in a recording; null when the number of the page says all.</param>
public sealed record AnswerCitation(
    int Number, Guid CollectionId, Guid DocumentId, Guid VersionId, string Title, string HeadingPath, string Quote, int FirstPage, int[] Pieces,
    string? Place = null)
{
    /// <summary>Where it stands, for a person to read and cite: "page 4", or what <see cref="Place"/> says.</summary>
    [JsonIgnore]
    public string PlaceOrPage => Place ?? string.Create(CultureInfo.InvariantCulture, $"page {FirstPage}");
}

/// <summary>An answer as it is shown and kept.</summary>
/// <param name="Ordinal">Its place in the conversation, from 1.</param>
/// <param name="StandaloneQuestion">What was searched for: a follow-up question made complete by those before it.</param>
/// <param name="Notice">Why it is not a generated answer, or what the reader should know; null when there is nothing.</param>
/// <param name="Citations">By number. In <see cref="AnswerMode.NotFound"/> the nearest passages, which no sentence cites.</param>
/// <param name="Model">The chat model that wrote it; null when none did.</param>
/// <param name="PromptVersion">Name and hash of the prompt; null when none was used.</param>
/// <param name="Rating">1 helped, -1 did not, null not rated.</param>
public sealed record Answer(
    Guid Id, Guid ConversationId, int Ordinal, string Question, string StandaloneQuestion, AnswerMode Mode, string? Notice,
    IReadOnlyList<AnswerSentence> Sentences, IReadOnlyList<AnswerCitation> Citations, string? Model, string? PromptVersion, short? Rating,
    string? RatingComment, DateTime CreatedAt)
{
    /// <summary>What other passages say otherwise than those the sentences rest on; their sides are among the citations.</summary>
    public IReadOnlyList<AnswerConflict> Conflicts { get; init; } = [];
}
