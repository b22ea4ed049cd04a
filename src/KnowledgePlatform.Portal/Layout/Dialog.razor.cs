using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace KnowledgePlatform.Portal.Layout;

/// <summary>The browser's own modal dialog: it keeps the focus inside, closes by Escape and gives the focus back.</summary>
public sealed partial class Dialog : IAsyncDisposable
{
    private readonly string _titleId = "dialog-" + Guid.NewGuid().ToString("N")[..8];
    private ElementReference _element;
    private IJSObjectReference? _script;
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
        if (_open && _script is not null)
        {
            await _script.InvokeVoidAsync("close", _element);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_script is not null)
            {
                await _script.DisposeAsync();
            }
        }
        catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException)
        {
            // The page is gone and its script with it.
        }
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_show)
        {
            _show = false;
            _script ??= await Script.InvokeAsync<IJSObjectReference>("import", "/js/dialog.js");
            await _script.InvokeVoidAsync("show", _element);
        }
    }

    private async Task ClosedAsync()
    {
        _open = false;
        await OnClosed.InvokeAsync();
    }
}
