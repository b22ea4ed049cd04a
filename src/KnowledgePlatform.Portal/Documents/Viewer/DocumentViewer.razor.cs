using System.Globalization;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Core.Ingestion;
using KnowledgePlatform.Portal.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace KnowledgePlatform.Portal.Documents.Viewer;

/// <summary>
/// One viewer for all formats: pages of a PDF or of a scan below each other as pictures with their words over them, everything else as structured text, a part at a time;
/// both with the same highlight, which is scrolled into view.
/// </summary>
public sealed partial class DocumentViewer
{
    private static readonly int[] Zooms = [50, 75, 100, 125, 150, 200, 300];
    private readonly Dictionary<int, StoredPage> _pages = [];
    private Caller? _caller;
    private DocumentVersion? _version;
    private IReadOnlyList<PageSize> _sizes = [];
    private IReadOnlyList<PageSpan> _spans = [];
    private (Guid Version, int Page, string Spans) _shown;
    private Replacement? _replaced;
    private PageStack? _stack;
    private string? _missing;
    private string _fragment = "";
    private bool _isLost;
    private bool _asText;
    private int _number = 1;
    private int _first = 1;
    private int _last = 1;
    private int _zoom;
    private double _width;
    private double _height = 800;
    private double _density = 1;

    /// <summary>The version to show.</summary>
    [Parameter, EditorRequired]
    public Guid VersionId { get; set; }

    /// <summary>The page to begin with; without it that of the first span.</summary>
    [Parameter]
    public int? Page { get; set; }

    /// <summary>What to highlight.</summary>
    [Parameter]
    public IReadOnlyList<PageSpan> Spans { get; set; } = [];

    /// <summary>The words that <see cref="Spans"/> are to cover, or null when that is not known: other words are never highlighted for them.</summary>
    [Parameter]
    public string? Quote { get; set; }

    [Inject]
    private DocumentStore Store { get; set; } = null!;

    [Inject]
    private DocumentOpenings Openings { get; set; } = null!;

    [Inject]
    private CallerAccessor Callers { get; set; } = null!;

    private bool HasPictures => _version?.HasPagePictures == true;

    // How lawyers name the page when its number is not all.
    private string? PageName => _pages.GetValueOrDefault(_number) is { } page && string.Join(" · ", new[] { page.Label, page.Bates }.Where(name => name is not null)) is { Length: > 0 } name
        ? name : null;

    private string Unit => HasPictures ? "Page" : "Part";

    private int Count => Math.Max(1, HasPictures ? _stack?.Count ?? _version?.PageCount ?? 1 : _sizes.Count);

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        var wanted = (VersionId, Page ?? (Spans.Count > 0 ? Spans[0].Page : 1), PageSpan.Write(Spans));
        if (wanted == _shown)
        {
            return;
        }

        var another = _shown.Version != VersionId;
        (_shown, _spans) = (wanted, Spans);
        if (another)
        {
            await OpenAsync();
        }

        // Another citation may have been pressed meanwhile: its own call goes on.
        if (_shown != wanted || !await CheckQuoteAsync(wanted))
        {
            return;
        }

        await GoAsync(_spans.Count > 0 ? _spans[0].Page : wanted.Item2, reveal: _spans.Count > 0);
    }

    // A document that was read again may have its words elsewhere on the page: a highlight on others would be a false proof. False when another is shown by now.
    private async Task<bool> CheckQuoteAsync((Guid Version, int, string) wanted)
    {
        var (spans, quote) = (Spans, Quote?.Trim('\n'));
        _isLost = false;
        if (_missing is not null || quote is null || spans.Count == 0)
        {
            return true;
        }

        var texts = new Dictionary<int, string>();
        foreach (var number in spans.Select(span => span.Page).Distinct())
        {
            texts[number] = (await Store.FindPageAsync(_caller!, wanted.Version, number, _closed))?.Text ?? "";
        }

        if (_shown != wanted)
        {
            return false;
        }

        if (string.Join('\n', spans.Select(span => TextOf(texts[span.Page], span))).Trim('\n') != quote)
        {
            var found = texts.Select(text => new PageSpan(text.Key, text.Value.IndexOf(quote, StringComparison.Ordinal), quote.Length)).FirstOrDefault(span => span.Start >= 0);
            _isLost = found.Page == 0;
            _spans = _isLost ? [] : [found];
        }

        return true;
    }

    private static string TextOf(string text, PageSpan span)
    {
        var start = Math.Min(span.Start, text.Length);
        return text.Substring(start, Math.Min(span.Length, text.Length - start));
    }

    private async Task OpenAsync()
    {
        _caller ??= await Callers.GetAsync();
        (_version, _missing, _stack, _fragment, _replaced) = (null, null, null, "", null);
        _pages.Clear();
        var version = await Store.FindVersionAsync(_caller, VersionId, _closed);
        _sizes = version is null ? [] : await Store.PageSizesAsync(_caller, VersionId, _closed);
        _missing = version is null
            ? "It was deleted, or it is not open to you."
            : _sizes.Count == 0 ? "It has not been read yet, or it could not be read." : null;
        _replaced = version?.State == "superseded" ? Replacement.Of(version, await Store.VersionsAsync(_caller, version.DocumentId, _closed)) : null;
        if (version is not null && _missing is null)
        {
            await Openings.OpenedAsync(_caller, version, _closed);
        }

        _version = version;
        Measure();
    }

    // Where the pages lie depends on the width of the viewer, which only the browser knows.
    private void Measure()
    {
        if (HasPictures && _width > 0)
        {
            var widest = new PageStack(_sizes, 0, 1).Widest;
            var fit = Math.Clamp((_width - (2 * PageStack.Gap)) / widest, 0.25, PageStack.FullSize);
            _stack = new PageStack(_sizes, _version?.PageCount ?? 0, _zoom == 0 ? fit : _zoom / 100.0 * PageStack.FullSize);
        }
    }

    private async Task GoAsync(int page, bool reveal = false)
    {
        _number = Math.Clamp(page, 1, Count);
        if (_missing is null && (_stack is not null || !HasPictures))
        {
            _going++;
            try
            {
                await FetchAsync(_stack?.TopOf(_number) ?? 0);
            }
            finally
            {
                _going--;
            }

            _fragment = reveal && _version?.IsRecording == true ? FragmentOfCited() : _fragment;
            ScrollAfterwards(reveal);
            StateHasChanged();
        }
    }

    private async Task FetchAsync(double top)
    {
        (_first, _last) = _stack?.Around(top, _height) ?? (_number, _number);
        var version = VersionId;
        for (var page = _first; page <= _last; page++)
        {
            if (!_pages.ContainsKey(page) && await Store.FindPageAsync(_caller!, version, page, _closed) is { } read && version == VersionId)
            {
                _pages[page] = read;
            }
        }

        foreach (var far in _pages.Keys.Where(page => page < _first - 4 || page > _last + 4).ToList())
        {
            _pages.Remove(far);
        }
    }

    // Where the cited words are said. It changes with the citation only: another address would stop what is being played.
    private string FragmentOfCited()
    {
        var cited = _pages.GetValueOrDefault(_spans[0].Page)?.ToParsedPage().Words.LastOrDefault(word => word.Start <= _spans[0].Start);
        return cited is null ? "" : "#t=" + cited.Box.Left.ToString("0.##", CultureInfo.InvariantCulture);
    }

    private Task JumpAsync(ChangeEventArgs change) =>
        int.TryParse(change.Value as string, NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? GoAsync(page) : Task.CompletedTask;

    private Task BackAsync() => GoAsync(_spans[0].Page, reveal: true);

    private Task ZoomAsync(ChangeEventArgs change)
    {
        _zoom = int.Parse((string)change.Value!, CultureInfo.InvariantCulture);
        Measure();
        return GoAsync(_number);
    }

    private static string Day(DateTime at) => at.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    private static string Whole(double pixels) => pixels.ToString("0", CultureInfo.InvariantCulture);
}
