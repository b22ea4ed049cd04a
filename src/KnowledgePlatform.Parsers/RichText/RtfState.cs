namespace KnowledgePlatform.Parsers.RichText;

/// <summary>Where the text of a group goes.</summary>
internal enum RtfDestination
{
    /// <summary>Into the flow of text.</summary>
    Text,

    /// <summary>Nowhere, with all that the group holds.</summary>
    Skipped,

    /// <summary>Nowhere, but groups within may hold text: a drawing.</summary>
    Drawing,

    /// <summary>The table of fonts.</summary>
    Fonts,

    /// <summary>The style sheet.</summary>
    Styles,

    /// <summary>The document's properties.</summary>
    Properties,

    /// <summary>Its title.</summary>
    Title,

    /// <summary>The marker of a list item, as the writing program shows it.</summary>
    Marker,
}

/// <summary>What a group inherits from the one around it and gives back at its end.</summary>
internal record struct RtfState
{
    /// <summary>Where text goes.</summary>
    public RtfDestination Destination { get; set; }

    /// <summary>Where it went around a group that holds the same text twice, for old readers and for those that know Unicode.</summary>
    public RtfDestination? Around { get; set; }

    /// <summary>The flow that text goes into.</summary>
    public RtfFlow Flow { get; set; }

    /// <summary>Number of the font, null for the default font.</summary>
    public int? Font { get; set; }

    /// <summary>How many bytes stand for readers without Unicode after each Unicode character.</summary>
    public int Substitutes { get; set; }

    /// <summary>True for hidden text.</summary>
    public bool IsHidden { get; set; }

    /// <summary>True for text that a tracked change deletes or moves away.</summary>
    public bool IsDeleted { get; set; }

    /// <summary>True in an embedded object, whose picture does not count again.</summary>
    public bool InObject { get; set; }

    /// <summary>Number of the paragraph's style.</summary>
    public int Style { get; set; }

    /// <summary>The paragraph's own outline level from 0, or null.</summary>
    public int? Outline { get; set; }

    /// <summary>True when the paragraph belongs to a cell.</summary>
    public bool InTable { get; set; }

    /// <summary>True where text is the document's own.</summary>
    public readonly bool IsText => Destination is RtfDestination.Text or RtfDestination.Marker;

    /// <summary>True where a reader sees the text.</summary>
    public readonly bool IsSeen => IsText && !IsHidden && !IsDeleted;

    /// <summary>Takes a control word that changes a property of characters or of the paragraph; false for any other word.</summary>
    public bool Take(RtfToken token)
    {
        switch (token.Word)
        {
            case "uc":
                Substitutes = Math.Max(0, token.Number ?? 1);
                return true;
            case "f":
                Font = token.Number;
                return true;
            case "v":
                IsHidden = token.IsOn;
                return true;
            case "deleted" or "mvf":
                IsDeleted = token.IsOn;
                return true;
            case "plain":
                (IsHidden, IsDeleted, Font) = (false, false, null);
                return true;
            case "pard":
                (Style, Outline, InTable) = (0, null, false);
                return true;
            case "s":
                Style = token.Number ?? 0;
                return true;
            case "outlinelevel":
                Outline = token.Number;
                return true;
            case "intbl":
                InTable = token.IsOn;
                return true;
            default:
                return false;
        }
    }
}
