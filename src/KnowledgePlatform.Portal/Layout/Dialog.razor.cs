using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace KnowledgePlatform.Portal.Layout;

/// <summary>The browser's own modal dialog: it keeps the focus inside, closes by Escape and gives the focus back.</summary>
public sealed partial class Dialog : IAsyncDisposable
{
    private readonly string _titleId = "dialog-" + Guid.NewGuid().ToString("N")[..8];
    private ElementReference _element;
    private PageScript _script = null!;
    private bool _open;
    private bool _show;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    /// <summary>The heading.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>Parts with the classes dialog-body and dialog-foot; drawn anew at each opening.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>Called after it was closed in whatever way.</summary>
    [Parameter]
    public EventCallback OnClosed { get; set; }

    /// <summary>Shows the dialog.</summary>
    public void Open()
    {
        (_open, _show) = (true, true);
        StateHasChanged();
    }

    /// <summary>Closes the dialog.</summary>
    public async Task CloseAsync()
    {
        if (_open && _script.IsThere)
        {
            await _script.CallAsync("close", _element);
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _script.DisposeAsync();

    /// <inheritdoc />
    protected override void OnInitialized() => _script = new PageScript(Script, "/js/dialog.js");

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_show)
        {
            _show = false;
            await _script.CallAsync("show", _element);
        }
    }

    private async Task ClosedAsync()
    {
        _open = false;
        await OnClosed.InvokeAsync();
    }
}
