using DocumentFormat.OpenXml.Wordprocessing;

namespace KnowledgePlatform.Parsers.Word;

/// <summary>Follows the fields of a paragraph: between "begin" and "separate" stands a field's code, from there to its "end" what it shows; fields nest.</summary>
internal sealed class FieldCodes
{
    private const int MostNested = 256;

    private readonly Stack<bool> _inCode = new();
    private int _codes;

    /// <summary>True within a field's code, which is not shown.</summary>
    public bool IsInCode => _codes > 0;

    /// <summary>Takes a mark of a field; returns what the field itself shows: the box of a form of the old kind.</summary>
    public string Meet(FieldChar mark)
    {
        var type = mark.FieldCharType?.Value;
        if (type == FieldCharValues.Begin && _inCode.Count < MostNested)
        {
            _inCode.Push(true);
            _codes++;
            return BoxOf(mark);
        }

        if (type == FieldCharValues.Separate && _inCode.TryPop(out var inCode))
        {
            _codes -= inCode ? 1 : 0;
            _inCode.Push(false);
        }
        else if (type == FieldCharValues.End && _inCode.TryPop(out var unshown))
        {
            // A field without "separate", such as an entry of an index, ends its code here.
            _codes -= unshown ? 1 : 0;
        }

        return "";
    }

    private static string BoxOf(FieldChar mark)
    {
        if (mark.FormFieldData?.GetFirstChild<CheckBox>() is not { } box)
        {
            return "";
        }

        var state = (OnOffType?)box.GetFirstChild<Checked>() ?? box.GetFirstChild<DefaultCheckBoxFormFieldState>();
        return state is not null && (state.Val is null || state.Val.Value) ? "\u2612" : "\u2610";
    }
}
