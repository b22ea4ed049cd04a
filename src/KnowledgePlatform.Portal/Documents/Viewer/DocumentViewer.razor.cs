using System.Globalization;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Portal.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace KnowledgePlatform.Portal.Documents.Viewer;

/// <summary>
/// One viewer for all formats: pages of a PDF as pictures with their words over them, everything else as structured text; both with the same highlight, which is
/// scrolled into view.
/// </summary>
public sealed partial class DocumentViewer : IAsyncDisposable
{
    private static readonly int[] Zooms = [50, 75, 100, 125, 150, 200];
    private readonly CancellationTokenSource _closing = new();
    private ElementReference _element;
    private IJSObjectReference? _script;
    private Caller? _caller;
    private DocumentVersion? _version;
    private StoredPage? _page;
    private (Guid Version, int Page, string Spans) _shown;
    private int _zoom = 100;
    private bool _missing;
    private bool _reveal;

    /// <summary>The version to show.</summary>
    [Parameter, EditorRequired]
    public Guid VersionId { get; set; }

    /// <summary>The page to begin with; without it that of the first span.</summary>
    [Parameter]
    public int? Page { get; set; }

    /// <summary>What to highlight.</summary>
    [Parameter]
    public IReadOnlyList<PageSpan> Spans { get; set; } = [];

    [Inject]
    private DocumentStore Store { get; set; } = null!;

    [Inject]
    private CallerAccessor Callers { get; set; } = null!;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    private int Number => _page?.Number ?? 1;

    private int PageCount => _version?.PageCount ?? 1;

    private bool IsPdf => _page is { Width: > 0 };

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _closing.Dispose();
        try
        {
            if (_script is not null)
            {
                await _script.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The page is gone and its script with it.
        }
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        var wanted = (VersionId, Page ?? (Spans.Count > 0 ? Spans[0].Page : 1), PageSpan.Write(Spans));
        if (wanted == _shown)
        {
            return;
        }

        _shown = wanted;
        _caller ??= await Callers.GetAsync();
        if (_version?.Id != VersionId)
        {
            (_version, _page) = (await Store.FindVersionAsync(_caller, VersionId, _closing.Token), null);
        }

        await GoAsync(wanted.Item2);
        _reveal = Spans.Count > 0;
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_reveal && _page is not null)
        {
            _reveal = false;
            _script ??= await Script.InvokeAsync<IJSObjectReference>("import", "/js/viewer.js");
            await _script.InvokeVoidAsync("reveal", _element);
        }
    }

    private async Task GoAsync(int page)
    {
        page = Math.Clamp(page, 1, Math.Max(1, PageCount));
        _page = _version is null ? null : await Store.FindPageAsync(_caller!, VersionId, page, _closing.Token) ?? _page;
        _missing = _version is null || _page is null;
    }

    private Task JumpAsync(ChangeEventArgs change) =>
        int.TryParse(change.Value as string, NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? GoAsync(page) : Task.CompletedTask;

    private async Task BackAsync()
    {
        await GoAsync(Spans[0].Page);
        _reveal = true;
    }

    private void ZoomAsync(ChangeEventArgs change) => _zoom = int.Parse((string)change.Value!, CultureInfo.InvariantCulture);
}
