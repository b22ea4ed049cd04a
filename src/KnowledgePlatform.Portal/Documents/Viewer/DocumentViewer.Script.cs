using KnowledgePlatform.Portal.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace KnowledgePlatform.Portal.Documents.Viewer;

/// <summary>The side of the viewer that talks with its script: sizes and scrolling.</summary>
public sealed partial class DocumentViewer : IAsyncDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationToken _closed;
    private ElementReference _sheets;
    private PageScript? _script;
    private IJSObjectReference? _sheetScript;
    private DotNetObjectReference<DocumentViewer>? _self;
    private string? _attached;
    private bool _scroll;
    private bool _reveal;
    private bool _showing;
    private int _going;

    /// <summary>Made by Blazor.</summary>
    public DocumentViewer() => _closed = _closing.Token;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    /// <summary>Called by the script when the viewer got another size.</summary>
    /// <param name="width">Inner width in CSS pixels.</param>
    /// <param name="height">Inner height in CSS pixels.</param>
    /// <param name="density">Pixels of the screen for a CSS pixel.</param>
    [JSInvokable]
    public async Task ResizedAsync(double width, double height, double density)
    {
        var first = _width == 0;
        var wider = Math.Abs(width - _width) >= 1;
        (_width, _height, _density) = (width, Math.Clamp(height, 100, 5000), density);
        if (wider && (first || _zoom == 0))
        {
            Measure();
            await GoAsync(_number, reveal: first && _spans.Count > 0);
        }
    }

    /// <summary>Called by the script when it was scrolled to <paramref name="top"/> CSS pixels.</summary>
    [JSInvokable]
    public async Task ScrolledAsync(double top)
    {
        // Said before the viewer was sent to a page: where it was scrolled then would bring it back.
        if (_stack is not null && _going == 0 && !_scroll && !_showing)
        {
            _number = _stack.PageAt(top + (_height / 3));
            await FetchAsync(top);
            StateHasChanged();
        }
    }

    /// <summary>Called by the script for the keys that turn pages.</summary>
    [JSInvokable]
    public Task StepAsync(int pages) => GoAsync(_number + pages);

    /// <summary>Called by the script for the keys that zoom.</summary>
    [JSInvokable]
    public Task ZoomStepAsync(int steps)
    {
        var now = _zoom > 0 ? _zoom : (_stack?.Scale ?? PageStack.FullSize) / PageStack.FullSize * 100;
        var next = steps > 0 ? Zooms.FirstOrDefault(zoom => zoom > now + 1, Zooms[^1]) : Zooms.LastOrDefault(zoom => zoom < now - 1, Zooms[0]);
        return ZoomAsync(new ChangeEventArgs { Value = steps == 0 ? "0" : Whole(next) });
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _closing.Dispose();
        if (_script is { } script)
        {
            if (_sheetScript is not null)
            {
                await script.RunAsync(_ => DetachAsync());
            }

            await script.DisposeAsync();
        }

        _self?.Dispose();
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_version is null || _missing is not null)
        {
            return;
        }

        _script ??= new PageScript(Script, "/js/viewer.js");
        if (_attached != _sheets.Id)
        {
            // For another version the element is another one too.
            _attached = _sheets.Id;
            _self ??= DotNetObjectReference.Create(this);
            await _script.RunAsync(AttachAsync);
        }

        if (_scroll && _sheetScript is { } sheets)
        {
            var reveal = _reveal;
            (_scroll, _reveal, _showing) = (false, false, true);
            try
            {
                await _script.RunAsync(_ => sheets.InvokeVoidAsync("show", _stack?.TopOf(_number) ?? 0, reveal).AsTask());
            }
            finally
            {
                _showing = false;
            }
        }
    }

    private async Task AttachAsync(IJSObjectReference module)
    {
        await DetachAsync();
        var attached = await module.InvokeAsync<IJSObjectReference>("attach", _sheets, _self);
        _sheetScript = attached;
        if (_script!.IsGone)
        {
            // Left while it was being attached.
            await DetachAsync();
        }
    }

    private async Task DetachAsync()
    {
        if (_sheetScript is { } script)
        {
            _sheetScript = null;
            await script.InvokeVoidAsync("detach");
            await script.DisposeAsync();
        }
    }

    private void ScrollAfterwards(bool reveal) => (_scroll, _reveal) = (true, reveal);
}
