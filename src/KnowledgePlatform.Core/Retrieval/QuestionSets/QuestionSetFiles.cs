using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Database;
using Microsoft.Extensions.Options;
using Npgsql;
using static KnowledgePlatform.Core.Retrieval.QuestionSets.SetQuestionRows;

namespace KnowledgePlatform.Core.Retrieval.QuestionSets;

/// <summary>Question sets as files. For administrators; documents are those that the administrator may open.</summary>
public sealed class QuestionSetFiles(PlatformDatabase database, QuestionSetStore sets, SetQuestionRules rules, IOptions<QuestionSetOptions> options)
{
    private const int MaxRefusals = 5;

    /// <summary>Takes in a file: the set of this name gets its questions, or is made. Questions that are there already, with the same documents and words, stay the same ones;
    /// questions of colleagues about documents that the caller may not open are left in it.</summary>
    /// <param name="caller">An administrator who may open the documents.</param>
    /// <param name="name">Name of the set.</param>
    /// <param name="file">JSON lines as BEIR's queries.jsonl and answers.jsonl have them.</param>
    /// <param name="cancellationToken">Stops it; nothing is changed then.</param>
    /// <exception cref="RefusedException">
    /// <c>question_file_too_long</c>, <c>question_file_unreadable</c>, <c>question_file_empty</c>, <c>questions_too_many</c>, <c>question_invalid</c>, <c>documents_not_found</c>,
    /// <c>question_set_name_taken</c> when another set of this name was made meanwhile.
    /// </exception>
    public async Task<QuestionImport> ImportAsync(Caller caller, string name, string file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(file);
        name = QuestionSetStore.Named(name);
        if (file.Length > options.Value.MaxFileLength)
        {
            throw new RefusedException(
                RefusalKind.TooLarge, "question_file_too_long", $"The file has {file.Length} characters; the limit is {options.Value.MaxFileLength} (QuestionSets:MaxFileLength).");
        }

        var questions = QuestionFile.Read(file);
        if (questions.Count == 0)
        {
            throw new RefusedException(RefusalKind.Invalid, "question_file_empty", "The file has no question with a document.");
        }

        rules.RefuseTooMany(questions.Count);
        var sameName = (await sets.ListAsync(caller, cancellationToken).ConfigureAwait(false)).FirstOrDefault(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase));
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        var (wanted, without) = await ResolvedAsync(session, questions, cancellationToken).ConfigureAwait(false);
        var set = sameName?.Id ?? Guid.CreateVersion7();
        try
        {
            await session.ExecuteAsync(
                "insert into question_sets (id, name) values (@set, @name) on conflict (id) do update set changed_at = now()", new { set, name }, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw QuestionSetStore.NameTaken();
        }

        var standing = await ReadAsync(session, set, cancellationToken).ConfigureAwait(false);
        var orphaned = (await session.QueryAsync<Guid>("select kp_questions_without_documents(@set)", new { set }, cancellationToken).ConfigureAwait(false)).ToHashSet();
        // Nobody takes out what they could not see.
        var unseen = standing.Count(question => question.Targets.Count == 0 && !orphaned.Contains(question.Id));
        rules.RefuseTooMany(questions.Count + unseen);
        var before = standing.GroupBy(KeyOf).ToDictionary(same => same.Key, same => same.First().Id);
        var kept = new HashSet<Guid>();
        var added = 0;
        foreach (var question in wanted)
        {
            if (before.TryGetValue(KeyOf(question), out var same) && kept.Add(same))
            {
                await session.ExecuteAsync(
                    "update set_questions set number = @Number, label = @Label where id = @same", new { question.Number, question.Label, same }, cancellationToken).ConfigureAwait(false);
                continue;
            }

            await InsertAsync(session, set, question, cancellationToken).ConfigureAwait(false);
            kept.Add(question.Id);
            added++;
        }

        var gone = standing.Where(question => (question.Targets.Count > 0 || orphaned.Contains(question.Id)) && !kept.Contains(question.Id)).Select(question => question.Id).ToList();
        await RetireAsync(session, set, gone, cancellationToken).ConfigureAwait(false);
        await ChangedAsync(session, caller, set, new { name, added, kept = kept.Count - added, retired = gone.Count, unseen }, cancellationToken).ConfigureAwait(false);
        return new QuestionImport(set, added, kept.Count - added, gone.Count, unseen, without);
    }

    /// <summary>The set as a file that <see cref="ImportAsync"/> takes; questions whose documents the caller may not open are not in it.</summary>
    /// <exception cref="RefusedException"><c>question_set_not_found</c>.</exception>
    public async Task<string> ExportAsync(Caller caller, Guid set, CancellationToken cancellationToken)
    {
        await sets.FindAsync(caller, set, cancellationToken).ConfigureAwait(false);
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return QuestionFile.Write(await ReadAsync(session, set, cancellationToken).ConfigureAwait(false));
    }

    private async Task<(List<Wanted> Questions, List<string> WithoutPassage)> ResolvedAsync(
        DatabaseSession session, IReadOnlyList<QuestionFile.Question> questions, CancellationToken cancellationToken)
    {
        var names = await NamedTargets.ReadAsync(session, questions.SelectMany(question => question.Targets.Select(target => target.Document)), cancellationToken).ConfigureAwait(false);
        var (wanted, without, refused) = (new List<Wanted>(), new List<string>(), new List<string>());
        foreach (var question in questions)
        {
            if (question.Targets.Count > options.Value.MaxTargets)
            {
                throw new RefusedException(
                    RefusalKind.TooLarge, "question_invalid",
                    $"\"{question.Label}\" names {question.Targets.Count} documents and passages; the limit is {options.Value.MaxTargets} (QuestionSets:MaxTargets).");
            }

            try
            {
                var targets = new List<(Guid, Guid, string?)>();
                foreach (var (name, answer) in question.Targets)
                {
                    var (id, collection) = names.Find(name);
                    var stands = answer is null || await names.HoldsAsync(id, answer, cancellationToken).ConfigureAwait(false);
                    targets.Add((id, collection, stands ? answer : null));
                    if (!stands && !without.Contains(question.Label))
                    {
                        without.Add(question.Label);
                    }
                }

                wanted.Add(new Wanted(Guid.CreateVersion7(), wanted.Count + 1, question.Label, rules.Checked(question.Text, $"\"{question.Label}\""), [.. targets.Distinct()]));
            }
            catch (RefusedException why) when (why.Code is "document_not_found" or "document_ambiguous")
            {
                refused.Add($"\"{question.Label}\": {why.Message}");
            }
        }

        return refused.Count == 0 ? (wanted, without) : throw new RefusedException(
            RefusalKind.Invalid, "documents_not_found",
            $"{string.Join(" ", refused.Take(MaxRefusals))}{(refused.Count > MaxRefusals ? $" And {refused.Count - MaxRefusals} more." : "")} Nothing was changed.");
    }
}
