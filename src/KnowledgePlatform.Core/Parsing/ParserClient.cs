using KnowledgePlatform.Core.Conversion;
using KnowledgePlatform.Core.Recognition;
using KnowledgePlatform.Core.Transcription;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Parsing;

/// <summary>
/// Reads documents in a child process, one process a document. A hostile file can only harm its own child, which has no secrets, is killed when it goes
/// over a limit, and whose answer is checked. Safe for use by several threads at once.
/// </summary>
/// <param name="options">The child's limits.</param>
/// <param name="time">The clock; null for the system's.</param>
/// <param name="recognizer">Reads pages that are pictures; null leaves them unread.</param>
/// <param name="converter">Converts documents of old formats; null leaves them unread.</param>
/// <param name="transcriber">Transcribes recordings; null leaves them unread.</param>
public sealed class ParserClient(
    ParsingOptions options, TimeProvider? time = null, PageRecognizer? recognizer = null, OfficeConverter? converter = null, RecordingTranscriber? transcriber = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>How far a child goes when the file has no limits of its own.</summary>
    public ParseLimits Limits => options.Limits;

    /// <summary>Reads the file and keeps all its pages in memory; see the other overloads for long documents.</summary>
    /// <param name="path">Path of the stored file.</param>
    /// <param name="fileName">Name under which it was uploaded.</param>
    /// <param name="cancellationToken">Kills the child.</param>
    /// <exception cref="OperationCanceledException">Only when cancelled; every fault of the file or the child is an outcome.</exception>
    public async Task<ParseResult> ParseAsync(string path, string fileName, CancellationToken cancellationToken)
    {
        return await KeepAsync(path, fileName, file => ParseAsync(file, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>
    /// Reads whatever stands now in a file, in a child that reads what stood there before and may read what will; a child that ended otherwise than by an outcome of its
    /// own is replaced. For measurements only: what one document did to its reader, the next one meets.
    /// </summary>
    /// <param name="child">The child, or null for a new one; the caller disposes of what is left in it.</param>
    /// <param name="path">Path of the file, the same for all calls with one child; the file itself stays the same too and only its content changes.</param>
    /// <param name="fileName">Name under which its content was uploaded.</param>
    /// <param name="cancellationToken">Kills the child.</param>
    internal async Task<(ParseResult Result, ParserChild? Child)> ParseNextAsync(ParserChild? child, string path, string fileName, CancellationToken cancellationToken)
    {
        if (child is not { IsReady: true })
        {
            child?.Dispose();
            child = ParserChild.Start(options, path, _time);
        }

        return child is null ? (new ParseResult(null, [], [], Outcomes.NotStarted), null)
            : (await KeepAsync(path, fileName, file => ReadAsync(child, file, continues: true, cancellationToken)).ConfigureAwait(false), child);
    }

    private static async Task<ParseResult> KeepAsync(string path, string fileName, Func<ParsedFile, Task<ParseSummary>> read)
    {
        var pages = new List<ParsedPage>();
        var members = new List<ParsedMember>();
        ValueTask Keep(ParsedPage page, CancellationToken token)
        {
            pages.Add(page);
            return ValueTask.CompletedTask;
        }

        async Task CountAsync(string member, Stream content, CancellationToken token)
        {
            var buffer = new byte[128 << 10];
            long bytes = 0;
            int read;
            while ((read = await content.ReadAsync(buffer, token).ConfigureAwait(false)) > 0)
            {
                bytes += read;
            }

            members.Add(new ParsedMember(member, bytes));
        }

        var summary = await read(new ParsedFile(path, fileName, Keep) { OnMember = CountAsync }).ConfigureAwait(false);
        return new ParseResult(summary.Info, pages, summary.Skipped, summary.Outcome) { Members = members };
    }

    /// <summary>Reads the file and hands over each page as it comes; the child waits while a page is being taken.</summary>
    /// <param name="path">Path of the stored file.</param>
    /// <param name="fileName">Name under which it was uploaded.</param>
    /// <param name="onPage">Takes a page; what it throws ends the reading and comes out of this method.</param>
    /// <param name="cancellationToken">Kills the child.</param>
    /// <exception cref="OperationCanceledException">Only when cancelled; every fault of the file or the child is an outcome.</exception>
    public Task<ParseSummary> ParseAsync(
        string path, string fileName, Func<ParsedPage, CancellationToken, ValueTask> onPage, CancellationToken cancellationToken) =>
        ParseAsync(new ParsedFile(path, fileName, onPage), cancellationToken);

    /// <summary>Reads the file and hands over each page and each file within it as they come; the child waits while they are being taken.</summary>
    /// <param name="file">The file and who takes what comes of it.</param>
    /// <param name="cancellationToken">Kills the child.</param>
    /// <exception cref="OperationCanceledException">Only when cancelled; every fault of the file or the child is an outcome.</exception>
    public async Task<ParseSummary> ParseAsync(ParsedFile file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentException.ThrowIfNullOrEmpty(file.Path);
        cancellationToken.ThrowIfCancellationRequested();
        var summary = await ReadAsync(file, cancellationToken).ConfigureAwait(false);
        return summary switch
        {
            { Outcome: { Status: ParseStatus.Refused, Code: ParseCodes.NeedsConversion }, PageCount: 0, Info.Kind: var kind } when OfficeConverter.TargetOf(kind) is { } format && converter is { IsAvailable: true } =>
                await ReadConvertedAsync(file, format, summary, cancellationToken).ConfigureAwait(false),
            { Outcome: { Status: ParseStatus.Refused, Code: ParseCodes.NeedsTranscription }, PageCount: 0, Info.Kind: DocumentKind.Recording } when transcriber is { IsConfigured: true } =>
                await transcriber.ReadAsync(file, cancellationToken).ConfigureAwait(false),
            _ => summary,
        };
    }

    private async Task<ParseSummary> ReadConvertedAsync(ParsedFile file, string format, ParseSummary found, CancellationToken cancellationToken)
    {
        var (converted, failure) = await converter!.TryConvertAsync(file.Path, format, cancellationToken).ConfigureAwait(false);
        using (converted)
        {
            if (converted is null)
            {
                return found with { Outcome = failure! };
            }

            var read = await ReadAsync(file with { Path = converted.FilePath, FileName = Path.ChangeExtension(file.FileName, format) }, cancellationToken).ConfigureAwait(false);
            return read with { Info = read.Info is { } info ? info with { Kind = found.Info!.Kind } : found.Info, Skipped = [new Skipped(null, "The file is of an old format and was converted by LibreOffice before it was read."), .. read.Skipped] };
        }
    }

    private async Task<ParseSummary> ReadAsync(ParsedFile file, CancellationToken cancellationToken)
    {
        using var child = ParserChild.Start(options, file.Path, _time);
        if (child is null)
        {
            return new ParseSummary(null, 0, [], Outcomes.NotStarted);
        }

        return await ReadAsync(child, file, continues: false, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ParseSummary> ReadAsync(ParserChild child, ParsedFile file, bool continues, CancellationToken cancellationToken)
    {
        var recognition = recognizer is { IsConfigured: true } ? recognizer.Begin(file.Path) : null;
        var limits = file.Limits ?? options.Limits;
        await using var members = file.OnMember is null ? null : new MemberIntake(limits, file.OnMember);
        var answer = new ParserAnswer(options, recognition, file.OnPage, members);
        var request = Request(file.Path, file.FileName, limits, recognition is not null) with { TakesMembers = members is not null, Continues = continues };
        var ending = await child.ConverseAsync(request, answer, cancellationToken).ConfigureAwait(false);
        return answer.Summary(ending);
    }

    /// <summary>
    /// Undoes a file's protection by its password, in a child as for reading. The password goes through the child's standard input. The outcome is
    /// <see cref="ParseCodes.PasswordWrong"/> when it does not open the file, and completed without output when the file needs none.
    /// </summary>
    /// <param name="path">Path of the stored file.</param>
    /// <param name="fileName">Name under which it was uploaded.</param>
    /// <param name="password">As its owner gave it.</param>
    /// <param name="onUnlocked">Takes the file without its protection, as <see cref="ParsedFile.OnMember"/> takes members.</param>
    /// <param name="cancellationToken">Kills the child.</param>
    /// <exception cref="OperationCanceledException">Only when cancelled; every fault of the file or the child is an outcome.</exception>
    public async Task<ParseOutcome> UnlockAsync(
        string path, string fileName, string password, Func<Stream, CancellationToken, Task> onUnlocked, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(password);
        using var child = ParserChild.Start(options, path, _time);
        if (child is null)
        {
            return Outcomes.NotStarted;
        }

        var limits = options.Limits with { MaxMembers = 1, MaxMembersBytes = options.Limits.MaxMemberBytes };
        await using var unlocked = new MemberIntake(limits, (_, content, token) => onUnlocked(content, token));
        var answer = new ParserAnswer(options, null, (_, _) => ValueTask.CompletedTask, unlocked);
        var request = Request(path, fileName, limits, recognizes: false) with { TakesMembers = true, Password = password };
        return await child.ConverseAsync(request, answer, cancellationToken).ConfigureAwait(false);
    }

    private ParseRequest Request(string path, string fileName, ParseLimits limits, bool recognizes)
    {
        // While pictures are recognised the child waits, for hours when there are many; while members are stored it waits as well.
        limits = limits with { MaxSeconds = recognizes ? 86_400 : (int)Math.Clamp(options.TimeLimit.TotalSeconds * 5, 60, 86_400) };
        return new ParseRequest(ParserWire.Version, ParserStart.For(options, path).PathInChild, fileName, limits, recognizes);
    }
}
