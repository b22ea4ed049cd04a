using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>Holds a few pages back before they are laid out: what repeats is only seen on other pages.</summary>
internal sealed class PageWindow(DocumentSink sink)
{
    private const int LookBack = 4;

    private readonly Queue<PdfPageContent> _waiting = new();
    private readonly RunningHeads _heads = new();
    private readonly HeadingSizes _sizes = new();

    /// <summary>Adds a page; hands over the oldest when more than <paramref name="lookAhead"/> wait.</summary>
    public void Add(PdfPageContent page, int lookAhead)
    {
        _heads.Add(page);
        _sizes.Add(page);
        _waiting.Enqueue(page);
        while (_waiting.Count > lookAhead)
        {
            HandOver();
        }
    }

    /// <summary>Hands over the pages that wait.</summary>
    public void Finish()
    {
        while (_waiting.Count > 0)
        {
            HandOver();
        }
    }

    private void HandOver()
    {
        var page = _waiting.Dequeue();
        var laid = new PageLayout(_sizes).Lay(page, _heads);
        if (page.IsPicture)
        {
            sink.Picture(laid);
        }
        else
        {
            sink.Page(laid);
        }

        _heads.Forget(page.Number - LookBack);
    }
}
