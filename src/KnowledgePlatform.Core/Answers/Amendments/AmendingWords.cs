using System.Text.RegularExpressions;

namespace KnowledgePlatform.Core.Answers.Amendments;

/// <summary>The words by which a document says that it changes another one.</summary>
internal static partial class AmendingWords
{
    /// <summary>Whether a passage says so: its title or headings by what they call it, its sentence by what it does. "The Lease as amended from time to time" changes nothing.</summary>
    /// <param name="passage">The passage.</param>
    /// <param name="sentence">The sentence of it that is cited.</param>
    public static bool Say(Passage passage, string sentence) => CallAmendment(passage.Title, passage.HeadingPath) || Deeds().IsMatch(sentence) || Announcements().IsMatch(sentence);

    /// <summary>Whether a title or headings call what they stand over an amendment. The database tells it in the same words (kp_names_amendment).</summary>
    public static bool CallAmendment(string title, string headingPath) => Names().IsMatch(title) || Names().IsMatch(headingPath);

    /// <summary>Whether a sentence of an amendment changes something: also "the rent is increased from EUR 900 to EUR 950", which elsewhere may be an event of its own.</summary>
    public static bool ChangeSomething(string sentence) => Deeds().IsMatch(sentence) || Changes().IsMatch(sentence);

    [GeneratedRegex(
        @"\b(?:amendment|amending|amend|addendum|deed of variation|variation agreement|variation (?:no|nr)|supplemental agreement|supplement (?:no|nr|to the)|corrigendum|erratum|nachtrag|änderung\w*|ergänzungsvereinbarung|adenda|enmienda|modificación|novación|avenant|aditamento|aditivo|emenda|addenda|allonge|wijziging\w*)\b|संशोधन|修正|补充协议|修订",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Names();

    /// <summary>Whether a sentence speaks of the amendment that it stands in: "This Amendment is made on 15 November".</summary>
    public static bool SpeakOfThisAmendment(string sentence) => Itself().IsMatch(sentence);

    [GeneratedRegex(
        @"\b(?:this (?:\w+ )?(?:amendment|addendum|supplement|deed of variation)|diese[rs]? (?:\w+ )?(?:nachtrag\w*|änderung\w*|ergänzung\w*)|(?:la )?presente (?:adenda|enmienda|modificación)|(?:le )?présent avenant)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Itself();

    [GeneratedRegex(
        @"\b(?:(?:is|are|be) (?:hereby )?(?:amended|replaced|deleted|superseded|varied|substituted)|in (?:place|substitution) of|(?:wird|werden) (?:hiermit )?(?:geändert|ersetzt|gestrichen)|(?:se|queda[n]?) (?:modifica\w*|sustitu\w*)|(?:est|sont) (?:modifié|remplacé)\w*)\b|(?:के स्थान पर|संशोधित)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Deeds();

    [GeneratedRegex(@"\b(?:replaces|supersedes|amends|ersetzt|sustituye|reemplaza|remplace)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Announcements();

    [GeneratedRegex(
        @"\b(?:(?:is|are|be) (?:hereby )?(?:increased|reduced|raised|lowered|extended|shortened|changed|adjusted)|shall (?:now )?read|reads? as follows|instead of|(?:wird|werden) .{0,80}\b(?:erhöht|gesenkt|verlängert|verkürzt|angepasst)|lautet (?:nunmehr|künftig|wie folgt)|anstelle|statt|se (?:incrementa|aumenta|reduce|prorroga|amplía)\w*|en lugar de|(?:est|sont) (?:porté|augmenté|réduit|prolongé)\w*|au lieu de)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Changes();
}
