using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Parsers.Reading;

/// <summary>Where a reader hands over what it found; counts against the limits.</summary>
internal sealed class DocumentSink(Stream output, ParseLimits limits)
{
    // A file can name a reason for each of its objects; the list is for a person.
    private const int MaxSkipped = 1_000;

    private long _textLength;
    private int _pages;
    private int _skipped;

    /// <summary>Limits of this document.</summary>
    public ParseLimits Limits => limits;

    /// <summary>Pages handed over so far.</summary>
    public int Pages => _pages;

    /// <summary>True once a page with text was handed over.</summary>
    public bool HasText => _textLength > 0;

    /// <summary>True once a page or part was reported as not read.</summary>
    public bool HasUnreadPages { get; private set; }

    /// <summary>True once a page was reported as damaged.</summary>
    public bool HasDamagedPages { get; private set; }

    /// <summary>Says what the document is; once, before any page.</summary>
    public void Info(DocumentKind format, string? title, int pageCount = 0) =>
        Send(new InfoMessage(new DocumentInfo(format, Titles.Clean(title), pageCount)));

    /// <summary>Hands over a page.</summary>
    /// <exception cref="LimitReachedException">The page or its text goes over a limit; it is not handed over.</exception>
    public void Page(ParsedPage page)
    {
        if (_pages >= limits.MaxPages)
        {
            throw new LimitReachedException($"The file has more than {limits.MaxPages:N0} pages; the pages after that were not read.");
        }

        if (_textLength + page.Text.Length > limits.MaxTextLength)
        {
            throw new LimitReachedException($"The file has more than {limits.MaxTextLength:N0} characters of text; what comes after that was not read.");
        }

        _pages++;
        _textLength += page.Text.Length;
        Send(PageMessage.From(page));
    }

    /// <summary>Reports something that is not read although a reader sees it.</summary>
    /// <param name="page">Page number, or null for the whole file.</param>
    /// <param name="reason">A sentence.</param>
    /// <param name="unread">True when a whole page or part is missing: the outcome is then partial.</param>
    /// <param name="damaged">True when it is missing because the file is damaged.</param>
    public void Skip(int? page, string reason, bool unread, bool damaged = false)
    {
        HasUnreadPages |= unread;
        HasDamagedPages |= damaged;
        if (_skipped++ < MaxSkipped)
        {
            Send(new SkippedMessage(new Skipped(page, reason)));
        }
    }

    /// <summary>Ends the answer.</summary>
    public void Finish(ParseOutcome outcome)
    {
        if (_skipped > MaxSkipped)
        {
            Send(new SkippedMessage(new Skipped(null, $"{_skipped - MaxSkipped:N0} more parts were not read.")));
        }

        Send(new OutcomeMessage(outcome));
    }

    private void Send(ParserMessage message)
    {
        try
        {
            ParserWire.Write(output, message, ParserJson.Default.ParserMessage);
        }
        catch (IOException)
        {
            throw new ParentGoneException();
        }
    }
}
