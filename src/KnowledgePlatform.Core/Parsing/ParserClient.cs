using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Parsing;

/// <summary>
/// Reads documents in a child process, one process a document. A hostile file can only harm its own child, which has no secrets, is killed when it goes
/// over a limit, and whose answer is checked. Safe for use by several threads at once.
/// </summary>
public sealed class ParserClient(ParsingOptions options, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Reads the file and keeps all its pages in memory; see the other overload for long documents.</summary>
    /// <param name="path">Path of the stored file.</param>
    /// <param name="fileName">Name under which it was uploaded.</param>
    /// <param name="cancellationToken">Kills the child.</param>
    /// <exception cref="OperationCanceledException">Only when cancelled; every fault of the file or the child is an outcome.</exception>
    public async Task<ParseResult> ParseAsync(string path, string fileName, CancellationToken cancellationToken)
    {
        var pages = new List<ParsedPage>();
        var summary = await ParseAsync(
            path,
            fileName,
            (page, _) =>
            {
                pages.Add(page);
                return ValueTask.CompletedTask;
            },
            cancellationToken).ConfigureAwait(false);
        return new ParseResult(summary.Info, pages, summary.Skipped, summary.Outcome);
    }

    /// <summary>Reads the file and hands over each page as it comes; the child waits while a page is being taken.</summary>
    /// <param name="path">Path of the stored file.</param>
    /// <param name="fileName">Name under which it was uploaded.</param>
    /// <param name="onPage">Takes a page; what it throws ends the reading and comes out of this method.</param>
    /// <param name="cancellationToken">Kills the child.</param>
    /// <exception cref="OperationCanceledException">Only when cancelled; every fault of the file or the child is an outcome.</exception>
    public async Task<ParseSummary> ParseAsync(
        string path, string fileName, Func<ParsedPage, CancellationToken, ValueTask> onPage, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(fileName);
        ArgumentNullException.ThrowIfNull(onPage);
        cancellationToken.ThrowIfCancellationRequested();
        using var child = ParserChild.Start(options, path, _time);
        if (child is null)
        {
            return new ParseSummary(null, 0, [], Outcomes.NotStarted);
        }

        var answer = new ParserAnswer(options, onPage);
        var ending = await child.ConverseAsync(path, fileName, answer, cancellationToken).ConfigureAwait(false);
        return answer.Summary(ending);
    }
}
