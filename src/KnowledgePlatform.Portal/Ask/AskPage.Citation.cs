using KnowledgePlatform.Core.Answers;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace KnowledgePlatform.Portal.Ask;

/// <summary>
/// The cited document beside the answer. It is an entry of the browser's history: on a telephone it covers everything, and Back leads to the answer.
/// </summary>
public sealed partial class AskPage
{
    private OpenedCitation? _opened;
    private string? _cited;
    private bool _isEntry;

    /// <summary>The button of the citation whose document is open, of the address.</summary>
    [SupplyParameterFromQuery(Name = "cited")]
    public string? Cited { get; set; }

    private void Open(OpenedCitation opened)
    {
        var first = _opened is null;
        (_opened, _isEntry, _afterRender) = (opened, _isEntry || first, ("documentOpened", null));
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("cited", opened.Button), replace: !first);
    }

    private async Task CloseAsync()
    {
        if (_isEntry)
        {
            _isEntry = false;
            await Script.InvokeVoidAsync("history.back");
            return;
        }

        // Loaded with the document open: the entry before may be another page.
        ShowNone();
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("cited", (string?)null), replace: true);
    }

    // The focus goes back to the number that was pressed: whoever works by keyboard goes on there.
    private void ShowNone() => (_opened, _isEntry, _afterRender) = (null, false, ("focus", _opened?.Button));

    // Back and forward: the address changed, and the page follows it.
    private void FollowAddress()
    {
        if (_cited == Cited)
        {
            return;
        }

        _cited = Cited;
        if (_opened is not null && Cited is null)
        {
            ShowNone();
        }
        else if (_opened is null && OpenedCitation.Find(_turns, Cited) is { } found)
        {
            (_opened, _isEntry, _afterRender) = (found, true, ("documentOpened", null));
        }
    }
}
