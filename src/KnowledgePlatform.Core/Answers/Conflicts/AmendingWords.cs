using System.Text.RegularExpressions;

namespace KnowledgePlatform.Core.Answers.Conflicts;

/// <summary>The words by which a document says that it changes another one.</summary>
internal static partial class AmendingWords
{
    /// <summary>Whether a passage says so: its title or headings by what they call it, its sentence by what it does. "The Lease as amended from time to time" changes nothing.</summary>
    /// <param name="passage">The passage.</param>
    /// <param name="sentence">The sentence of it that is cited.</param>
    public static bool Say(Passage passage, string sentence) =>
        Names().IsMatch(passage.Title) || Names().IsMatch(passage.HeadingPath) || Deeds().IsMatch(sentence);

    [GeneratedRegex(
        @"\b(?:amendment|amending|amend|addendum|variation|supplement(?:al)?|corrigendum|erratum|nachtrag|änderung\w*|ergänzungsvereinbarung|adenda|enmienda|modificación|novación|avenant|aditamento|aditivo|emenda|addenda|allonge|wijziging\w*)\b|संशोधन|修正|补充协议|修订",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Names();

    [GeneratedRegex(
        @"\b(?:(?:is|are|be) (?:hereby )?(?:amended|replaced|deleted|superseded|varied|substituted)|(?:replaces|supersedes|amends)|in (?:place|substitution) of|(?:wird|werden) (?:hiermit )?(?:geändert|ersetzt|gestrichen)|ersetzt|(?:se|queda[n]?) (?:modifica\w*|sustitu\w*)|sustituye|reemplaza|(?:est|sont) (?:modifié|remplacé)\w*|remplace)\b|(?:के स्थान पर|संशोधित)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Deeds();
}
