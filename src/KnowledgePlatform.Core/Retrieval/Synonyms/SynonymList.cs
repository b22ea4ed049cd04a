namespace KnowledgePlatform.Core.Retrieval.Synonyms;

/// <summary>A list of words that mean the same.</summary>
/// <param name="Id">The list.</param>
/// <param name="Name">Its name, unique.</param>
/// <param name="Languages">ISO 639-1 codes of the passages that it is for; none: of all.</param>
/// <param name="Entries">Its lines; see <see cref="SynonymText"/>.</param>
/// <param name="Enabled">False when searches take no notice of it.</param>
/// <param name="ChangedAt">Last change, UTC.</param>
public sealed record SynonymList(Guid Id, string Name, string[] Languages, string Entries, bool Enabled, DateTime ChangedAt)
{
    /// <summary>How many entries it has; 0 when a line of it cannot be read.</summary>
    public int EntryCount => SynonymText.Read(Entries).Entries.Count;
}

/// <summary>One entry: words or phrases of which each stands for others.</summary>
/// <param name="Terms">What is looked for in a question.</param>
/// <param name="Meanings">What is added for it; null when each of the terms means the others.</param>
public sealed record SynonymEntry(IReadOnlyList<string> Terms, IReadOnlyList<string>? Meanings);
