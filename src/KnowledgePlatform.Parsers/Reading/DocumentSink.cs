using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Parsers.Reading;

/// <summary>Where a reader hands over what it found; counts against the limits.</summary>
internal sealed class DocumentSink(Stream output, ParseLimits limits, bool recognizes, bool takesMembers = false)
{
    // A file can name a reason for each of its objects; the list is for a person.
    private const int MaxSkipped = 1_000;

    private long _textLength;
    private int _pages;
    private int _skipped;
    private bool _hasPictures;
    private bool _hasInfo;
    private Action? _handOverRest;
    private MemberSink? _members;

    /// <summary>Limits of this document.</summary>
    public ParseLimits Limits => limits;

    /// <summary>Pages handed over so far.</summary>
    public int Pages => _pages;

    /// <summary>True when pages that are pictures are taken.</summary>
    public bool Recognizes => recognizes;

    /// <summary>Hands out the files within the file; null when nobody takes them.</summary>
    public MemberSink? Members => _members ??= takesMembers ? new MemberSink(this) : null;

    /// <summary>True once a page with text, or one that is a picture, was handed over.</summary>
    public bool HasContent => _textLength > 0 || _hasPictures;

    /// <summary>True once a page or part was reported as not read.</summary>
    public bool HasUnreadPages { get; private set; }

    /// <summary>True once a page was reported as damaged.</summary>
    public bool HasDamagedPages { get; private set; }

    /// <summary>Says what the document is; once, before any page.</summary>
    public void Info(DocumentKind format, string? title, int pageCount = 0, Origin origin = default)
    {
        _hasInfo = true;
        var (author, day) = origin.Clean();
        Send(new InfoMessage(new DocumentInfo(format, Titles.Clean(title), pageCount) { Author = author, Dated = day }));
    }

    /// <summary>Says how to hand over what was read and is held back for a page that is not full yet.</summary>
    public void Holds(Action handOver) => _handOverRest = handOver;

    /// <summary>Hands over what is held back, after a fault: what was read before it stands.</summary>
    public void HandOverRest()
    {
        try
        {
            (_hasInfo ? _handOverRest : null)?.Invoke();
        }
        catch (LimitReachedException)
        {
            // The rest is too much as well; what ended the reading is told.
        }
    }

    /// <summary>Hands over a page.</summary>
    /// <exception cref="LimitReachedException">The page or its text goes over a limit; it is not handed over.</exception>
    public void Page(ParsedPage page)
    {
        RequireRoom();
        if (_textLength + page.Text.Length > limits.MaxTextLength)
        {
            // What is held back comes after the page that is left out.
            _handOverRest = null;
            throw new LimitReachedException($"The file has more than {limits.MaxTextLength:N0} characters of text; what comes after that was not read.");
        }

        _pages++;
        _textLength += page.Text.Length;
        Send(PageMessage.From(PaperBounds.Within(page)));
    }

    /// <summary>Hands over a page whose text is to be recognised in its picture.</summary>
    /// <param name="page">Its number and size, and the little text that it has besides, such as a stamp: that stands when nothing is recognised.</param>
    /// <exception cref="LimitReachedException">There are too many pages.</exception>
    public void Picture(ParsedPage page)
    {
        RequireRoom();
        _pages++;
        _hasPictures = true;
        Send(PageMessage.From(PaperBounds.Within(page)) with { IsPicture = true });
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

    private void RequireRoom()
    {
        if (_pages >= limits.MaxPages)
        {
            _handOverRest = null;
            throw new LimitReachedException($"The file has more than {limits.MaxPages:N0} pages; the pages after that were not read.");
        }
    }

    /// <summary>Sends one message.</summary>
    /// <exception cref="ParentGoneException">Nobody listens any more.</exception>
    internal void Send(ParserMessage message)
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
