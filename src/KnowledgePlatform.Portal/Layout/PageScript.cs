using Microsoft.JSInterop;

namespace KnowledgePlatform.Portal.Layout;

/// <summary>
/// A script of a component, imported when it is first needed. On a slow line a person goes on while a call is still under way; what fails then, because the component or its
/// elements are gone, must not be told as a fault of the page that is shown by then.
/// </summary>
/// <param name="runtime">The browser.</param>
/// <param name="address">Where the script is, such as <c>/js/dialog.js</c>.</param>
internal sealed class PageScript(IJSRuntime runtime, string address) : IAsyncDisposable
{
    private IJSObjectReference? _module;

    /// <summary>True once the component is gone: nothing is called any more.</summary>
    public bool IsGone { get; private set; }

    /// <summary>True once the script was imported.</summary>
    public bool IsThere => _module is not null;

    /// <summary>Calls a function of the script, unless the component is gone.</summary>
    public Task CallAsync(string function, params object?[] arguments) => RunAsync(module => module.InvokeVoidAsync(function, arguments).AsTask());

    /// <summary>Does something with the script, unless the component is gone; between two calls that has to be asked anew.</summary>
    public async Task RunAsync(Func<IJSObjectReference, Task> action)
    {
        if (IsGone)
        {
            return;
        }

        try
        {
            var module = _module ?? await runtime.InvokeAsync<IJSObjectReference>("import", address);
            if (IsGone)
            {
                await module.DisposeAsync();
                return;
            }

            _module = module;
            await action(module);
        }
        catch (Exception error) when (IsGone || error is JSDisconnectedException or OperationCanceledException)
        {
            // The person went on.
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        IsGone = true;
        try
        {
            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException)
        {
            // The page is gone and its script with it.
        }
    }
}
