using System.Text.Json;
using KnowledgePlatform.Core.Recognition;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Parsing;

/// <summary>Takes the child's messages one by one and holds them against the protocol.</summary>
internal sealed class ParserAnswer(
    ParsingOptions options, DocumentRecognition? recognition, Func<ParsedPage, CancellationToken, ValueTask> onPage, MemberIntake? members = null)
{
    private const int LongestSentence = 1_000;
    private const int LongestTitle = 1_000;
    private const int LongestCode = 60;
    // A file may bear a day to come; one of another age is a fault.
    private const int LatestYear = 2999;

    private readonly List<Skipped> _skipped = [];
    private DocumentInfo? _info;
    private int _skippedCount;
    private int _pages;
    private bool _hasUnreadPictures;
    private int _lastPage;
    private long _bytes;

    /// <summary>True once a page was taken.</summary>
    public bool HasPages => _pages > 0;

    /// <summary>Takes one message; returns how the document ended, or null when more follows.</summary>
    public async ValueTask<ParseOutcome?> TakeAsync(byte[] frame, CancellationToken cancellationToken)
    {
        var message = Read(frame);
        // Members have limits of their own.
        _bytes += message is MemberBytesMessage ? 0 : frame.Length;
        if (_bytes > options.MaxOutputBytes)
        {
            return Outcomes.TooMuchOutput;
        }

        if (members is { IsOpen: true } && message is not (MemberBytesMessage or MemberEndMessage))
        {
            return Outcomes.ProtocolViolated;
        }

        return message switch
        {
            MemberMessage member => members?.Begin(member.Path, cancellationToken) == true ? null : Outcomes.ProtocolViolated,
            MemberBytesMessage piece => members is not null && await members.AddAsync(piece.Bytes, cancellationToken).ConfigureAwait(false) ? null : Outcomes.ProtocolViolated,
            MemberEndMessage end => members is not null && await members.EndAsync(end.IsWhole).ConfigureAwait(false) ? null : Outcomes.ProtocolViolated,
            InfoMessage { Info: { } info } => TakeInfo(info),
            PageMessage page => await TakePageAsync(page, cancellationToken).ConfigureAwait(false),
            SkippedMessage { Skipped: { } skipped } => TakeSkipped(skipped),
            OutcomeMessage { Outcome: { } outcome } => IsFromChild(outcome) ? outcome : Outcomes.ProtocolViolated,
            _ => Outcomes.ProtocolViolated,
        };
    }

    /// <summary>All but the pages.</summary>
    public ParseSummary Summary(ParseOutcome outcome)
    {
        IReadOnlyList<Skipped> skipped = _skippedCount <= options.MaxSkipped
            ? _skipped : [.. _skipped, new Skipped(null, $"{_skippedCount - options.MaxSkipped} more parts were not read.")];
        // The child knows nothing of what became of the pictures that it handed over.
        return new ParseSummary(_info, _pages, skipped, _hasUnreadPictures && outcome.Status == ParseStatus.Completed ? Outcomes.PagesSkipped : outcome);
    }

    private static ParserMessage? Read(byte[] frame)
    {
        try
        {
            return JsonSerializer.Deserialize(frame, ParserJson.Default.ParserMessage);
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private ParseOutcome? TakeInfo(DocumentInfo info)
    {
        var isFine = _info is null && _pages == 0 && Enum.IsDefined(info.Kind) && info.PageCount >= 0
            && IsLine(info.Title) && IsLine(info.Author) && info.Dated is not { Year: > LatestYear };
        _info ??= isFine ? info : null;
        return isFine ? null : Outcomes.ProtocolViolated;
    }

    private async ValueTask<ParseOutcome?> TakePageAsync(PageMessage message, CancellationToken cancellationToken)
    {
        if (_info is null || message.Number <= _lastPage || _pages >= options.Limits.MaxPages || PageCheck.Accept(message) is not { } page)
        {
            return Outcomes.ProtocolViolated;
        }

        if (message.IsPicture)
        {
            if (recognition is null)
            {
                return Outcomes.ProtocolViolated;
            }

            (page, var missing) = await recognition.ReadAsync(page, cancellationToken).ConfigureAwait(false);
            _bytes += page.Text.Length + (page.Words.Count * sizeof(float) * PageMessage.NumbersPerWord);
            _hasUnreadPictures |= missing is not null;
            _ = missing is null ? null : TakeSkipped(new Skipped(page.Number, missing));
        }

        (_lastPage, _pages) = (page.Number, _pages + 1);
        await onPage(page, cancellationToken).ConfigureAwait(false);
        return null;
    }

    private ParseOutcome? TakeSkipped(Skipped skipped)
    {
        if (!IsSentence(skipped.Reason) || skipped.Page is < 1)
        {
            return Outcomes.ProtocolViolated;
        }

        if (_skippedCount++ < options.MaxSkipped)
        {
            _skipped.Add(skipped);
        }

        return null;
    }

    private static bool IsLine(string? text) => text is null || (text.Length <= LongestTitle && PageCheck.IsStorable(text));

    private static bool IsFromChild(ParseOutcome outcome) =>
        outcome.Status is ParseStatus.Completed or ParseStatus.Partial or ParseStatus.Refused
        && outcome.Code is { Length: > 0 and <= LongestCode } code && code.All(c => char.IsAsciiLetterLower(c) || c == '_') && IsSentence(outcome.Sentence);

    private static bool IsSentence(string? text) => text is { Length: > 0 and <= LongestSentence } && PageCheck.IsStorable(text);
}
