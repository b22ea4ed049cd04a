namespace KnowledgePlatform.Core.Answers;

/// <summary>A passage of a document that an answer may rest on, as retrieval hands it over.</summary>
/// <param name="Number">The number it is cited by, from 1, unique among the passages of one answer.</param>
/// <param name="Title">The document's title.</param>
/// <param name="HeadingPath">The headings it stands under, outermost first, or empty.</param>
/// <param name="Text">The passage. Spans in verdicts and quotations are UTF-16 code units of this string.</param>
/// <param name="Language">ISO 639-1 code, or empty when unknown.</param>
/// <param name="Similarity">Cosine of question and passage, -1 to 1; NaN when it was found by words alone.</param>
public sealed record Passage(
    int Number,
    string Title,
    string HeadingPath,
    string Text,
    string Language,
    double Similarity);

/// <summary>A stretch of a passage: what a click on a citation highlights.</summary>
/// <param name="Passage">The passage's <see cref="Answers.Passage.Number"/>.</param>
/// <param name="Start">First UTF-16 code unit in the passage's text.</param>
/// <param name="Length">Number of code units, at least 1.</param>
public readonly record struct PassageSpan(int Passage, int Start, int Length);
