namespace KnowledgePlatform.Core.Retrieval.QuestionSets;

/// <summary>Questions of a firm's own with what should be found for them.</summary>
/// <param name="Id">The set.</param>
/// <param name="Name">Its name, unique.</param>
/// <param name="Gate">Whether search settings are put in force only when this set finds no less with them.</param>
/// <param name="QuestionCount">Questions asked by the next run.</param>
/// <param name="RunCount">Runs kept.</param>
/// <param name="ChangedAt">Last change of the set or its questions, UTC.</param>
public sealed record QuestionSet(Guid Id, string Name, bool Gate, int QuestionCount, int RunCount, DateTime ChangedAt);

/// <summary>One question of a set.</summary>
/// <param name="Id">The question; one that was mended is another.</param>
/// <param name="Label">Its name in the file that it came from, or its number.</param>
/// <param name="Text">What is asked.</param>
/// <param name="Targets">What should be found; of documents that the reader may not open, and of deleted ones, nothing.</param>
public sealed record SetQuestion(Guid Id, string Label, string Text, IReadOnlyList<QuestionTarget> Targets);

/// <summary>A right document of a question.</summary>
/// <param name="DocumentId">The document.</param>
/// <param name="Title">Its title.</param>
/// <param name="FileName">Name of its newest published file; null while there is none.</param>
/// <param name="Answer">Words of the right passage; null where the document is enough.</param>
public sealed record QuestionTarget(Guid DocumentId, string Title, string? FileName, string? Answer);

/// <summary>What an import did.</summary>
/// <param name="SetId">The set.</param>
/// <param name="Added">Questions that were not there before, or not with these documents and words.</param>
/// <param name="Kept">Questions that stayed as they were: runs before and after compare them.</param>
/// <param name="Retired">Questions that were there and are not in the file.</param>
/// <param name="Unseen">Questions whose documents are closed to whoever imports: they stay in the set.</param>
/// <param name="WithoutPassage">Questions some of whose words stand in no passage of their document: for those the document alone is looked for.</param>
public sealed record QuestionImport(Guid SetId, int Added, int Kept, int Retired, int Unseen, IReadOnlyList<string> WithoutPassage);
