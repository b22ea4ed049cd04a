namespace KnowledgePlatform.Parsers.RichText;

/// <summary>Control words that send a group's text elsewhere (Specification 1.9.1, "Destinations"), and those that stand for a sign.</summary>
internal static class RtfDestinations
{
    private static readonly HashSet<string> Skipped = new(StringComparer.Ordinal)
    {
        "colortbl", "filetbl", "listtable", "listoverridetable", "list", "listoverride", "listlevel", "revtbl", "pict", "nonshppict", "shprslt", "objclass", "objname", "objdata", "objalias", "objsect", "fldinst",
        "xe", "tc", "tcn", "rxe", "txe", "annotation", "atnid", "atnauthor", "bkmkstart", "bkmkend", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn",
        "nonesttables", "private", "template", "generator", "pntxta", "pntxtb", "upr",
    };

    /// <summary>Where the group's text goes from this word on; null when the word says nothing about that. An unknown word with a star before it hides the group.</summary>
    public static RtfDestination? Of(string word, bool isStarred) => word switch
    {
        "fonttbl" => RtfDestination.Fonts,
        "stylesheet" => RtfDestination.Styles,
        "info" => RtfDestination.Properties,
        "title" => RtfDestination.Title,
        "listtext" or "pntext" => RtfDestination.Marker,
        "shpinst" or "do" => RtfDestination.Drawing,
        "shppict" or "object" or "result" or "moMath" or "moMathPara" => RtfDestination.Text,
        "nesttableprops" => RtfDestination.Drawing,
        _ when FlowOf(word) is not null => RtfDestination.Text,
        _ => isStarred || Skipped.Contains(word) || IsOfFormula(word) ? RtfDestination.Skipped : null,
    };

    // Properties of a formula's parts: "mfPr", "mdPr". No other word ends so.
    private static bool IsOfFormula(string word) => word.StartsWith('m') && word.EndsWith("Pr", StringComparison.Ordinal);

    /// <summary>The flow of its own that the group's text is, or null.</summary>
    public static RtfFlowKind? FlowOf(string word) => word switch
    {
        "header" or "headerl" or "headerr" or "headerf" => RtfFlowKind.Header,
        "footer" or "footerl" or "footerr" or "footerf" => RtfFlowKind.Footer,
        "footnote" => RtfFlowKind.Note,
        "shptxt" or "dptxbxtext" => RtfFlowKind.Box,
        _ => null,
    };

    /// <summary>The character that the word stands for, or null.</summary>
    public static char? SignOf(string word) => word switch
    {
        "tab" or "line" or "column" or "emspace" or "enspace" or "qmspace" or "softline" or "nestcell" or "nestrow" or "lbr" => ' ',
        "emdash" => '\u2014',
        "endash" => '\u2013',
        "bullet" => '\u2022',
        "lquote" => '\u2018',
        "rquote" => '\u2019',
        "ldblquote" => '\u201C',
        "rdblquote" => '\u201D',
        "zwj" => '\u200D',
        "zwnj" => '\u200C',
        _ => null,
    };
}
