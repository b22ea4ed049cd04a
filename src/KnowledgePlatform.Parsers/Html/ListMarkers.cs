using System.Globalization;
using AngleSharp.Dom;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Html;

/// <summary>The markers that a browser draws before list items.</summary>
internal sealed class ListMarkers
{
    private readonly Stack<(string Style, int Next, int Step)> _lists = new();
    private string _marker = "";

    /// <summary>Enters a list.</summary>
    public void Open(IElement list)
    {
        var isOrdered = list.LocalName == "ol";
        var step = list.HasAttribute("reversed") ? -1 : 1;
        var first = step > 0 ? 1 : list.Children.Count(child => child.LocalName == "li");
        _lists.Push((isOrdered ? list.GetAttribute("type") ?? "1" : "", Number(list, "start") ?? first, step));
    }

    /// <summary>Leaves a list.</summary>
    public void Close() => _lists.TryPop(out _);

    /// <summary>Enters an item; its marker goes to the first text in it.</summary>
    public void Item(IElement item)
    {
        if (!_lists.TryPop(out var list))
        {
            _marker = "\u2022 ";
            return;
        }

        var number = Number(item, "value") ?? list.Next;
        _lists.Push(list with { Next = unchecked(number + list.Step) });
        _marker = list.Style switch
        {
            "" => "\u2022 ",
            "a" => Numerals.Letters(number) + ". ",
            "A" => Numerals.Letters(number).ToUpperInvariant() + ". ",
            "i" => Numerals.Roman(number) + ". ",
            "I" => Numerals.Roman(number).ToUpperInvariant() + ". ",
            _ => number.ToString(CultureInfo.InvariantCulture) + ". ",
        };
    }

    /// <summary>Leaves an item; an item without text leaves no marker behind.</summary>
    public void EndItem() => _marker = "";

    /// <summary>The marker of the item just entered, once.</summary>
    public string TakeMarker()
    {
        var marker = _marker;
        _marker = "";
        return marker;
    }

    private static int? Number(IElement element, string attribute) =>
        int.TryParse(element.GetAttribute(attribute), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
