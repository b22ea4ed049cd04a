using System.Globalization;
using System.Text.RegularExpressions;

namespace KnowledgePlatform.Cli.Evaluation;

/// <summary>Changes one thing of a true English sentence so that it is true no more, each kind in its own way; null when the sentence has nothing of the kind.</summary>
internal static partial class ClaimChanges
{
    private static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    // Each is said in place of the other: what is measured differs, not only how it is written.
    private static readonly Dictionary<string, string> Units = new(StringComparer.OrdinalIgnoreCase)
    {
        ["days"] = "weeks", ["weeks"] = "months", ["months"] = "years", ["years"] = "months", ["hours"] = "days", ["minutes"] = "hours", ["seconds"] = "minutes",
        ["mg"] = "g", ["g"] = "mg", ["ml"] = "l", ["kg"] = "g", ["km"] = "miles", ["miles"] = "km", ["feet"] = "metres", ["metres"] = "feet", ["meters"] = "feet", ["inches"] = "feet",
        ["percent"] = "per mille", ["million"] = "billion", ["billion"] = "million", ["thousand"] = "million", ["°C"] = "°F", ["°F"] = "°C", ["acres"] = "hectares", ["tonnes"] = "pounds",
    };

    private static readonly (string From, string To)[] Modals =
        [("shall", "may"), ("must", "may"), ("may", "must"), ("should", "need not"), ("can", "must")];

    /// <summary>The kinds that are to be caught, with what makes them.</summary>
    public static readonly IReadOnlyDictionary<string, Func<string, Random, string?>> Kinds = new Dictionary<string, Func<string, Random, string?>>
    {
        ["number"] = Number, ["date"] = Date, ["dose"] = Dose, ["amount"] = Amount, ["negation"] = Negation, ["modal"] = Modal, ["unit"] = Unit,
    };

    /// <summary>A name of two words and more in the middle of the sentence, replaced by another.</summary>
    public static string? Name(string sentence, IReadOnlyList<string> others, Random random)
    {
        var names = NameWords().Matches(sentence).Where(match => match.Index > 0).ToList();
        var fitting = others.Where(other => !sentence.Contains(other, StringComparison.OrdinalIgnoreCase)).ToList();
        return names.Count == 0 || fitting.Count == 0 ? null : Replace(sentence, Pick(names, random), fitting[random.Next(fitting.Count)]);
    }

    /// <summary>Names that <see cref="Name"/> can put in.</summary>
    public static IEnumerable<string> NamesIn(string sentence) => NameWords().Matches(sentence).Where(match => match.Index > 0).Select(match => match.Value);

    /// <summary>The same said in another order: what follows the sentence's only comma comes first. Null when it has none, or a list's.</summary>
    public static string? Reordered(string sentence)
    {
        var comma = sentence.IndexOf(", ", StringComparison.Ordinal);
        var end = sentence.TrimEnd('.', ' ');
        if (comma < 15 || end.Length - comma < 20 || sentence.LastIndexOf(',') != comma || end.AsSpan(comma).IndexOfAny(";:()\"") >= 0 || !Leading().IsMatch(sentence))
        {
            return null;
        }

        var (first, second) = (end[..comma], end[(comma + 2)..]);
        return char.ToUpperInvariant(second[0]) + second[1..] + " " + char.ToLowerInvariant(first[0]) + first[1..] + ".";
    }

    private static string? Number(string sentence, Random random) =>
        Changed(sentence, [.. PlainNumber().Matches(sentence).Where(match => !NearOther(sentence, match))], random, OtherNumber);

    private static string? Dose(string sentence, Random random) => Changed(sentence, DoseNumber().Matches(sentence), random, OtherNumber);

    private static string? Amount(string sentence, Random random) => Changed(sentence, AmountNumber().Matches(sentence), random, OtherNumber);

    private static string? Date(string sentence, Random random) => Changed(sentence, DateText().Matches(sentence), random, OtherDate);

    private static string OtherDate(string text, Random random)
    {
        var month = Array.FindIndex(Months, name => text.Contains(name, StringComparison.Ordinal));
        var (day, year) = (Day().Match(text), Year().Match(text));
        var part = random.Next(3);
        if (part == 0 && day.Success)
        {
            var other = 1 + ((Whole(day) + random.Next(27)) % 28);
            return Replace(text, day, Text(other == Whole(day) ? 1 + (other % 28) : other));
        }

        return part == 1 && year.Success
            ? Replace(text, year, Text(Whole(year) + 1 + random.Next(9)))
            : text.Replace(Months[month], Months[(month + 1 + random.Next(11)) % 12], StringComparison.Ordinal);

        static int Whole(Match match) => int.Parse(match.Value, CultureInfo.InvariantCulture);
        static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
    }

    private static string? Negation(string sentence, Random random)
    {
        if (Not().Match(sentence) is { Success: true } not)
        {
            return sentence.Remove(not.Index, not.Length).Insert(not.Index, " ");
        }

        var verbs = Verb().Matches(sentence).ToList();
        return verbs.Count == 0 ? null : Pick(verbs, random) is var verb ? sentence.Insert(verb.Index + verb.Length, " not") : null;
    }

    private static string? Modal(string sentence, Random random)
    {
        // "No party may", "neither shall": under a negation the verbs mean the same.
        if (Denied().IsMatch(sentence))
        {
            return null;
        }

        foreach (var (from, to) in Modals.Skip(random.Next(2)))
        {
            var at = Regex.Match(sentence, $@"\b{from}\b(?! \d)");
            if (at.Success)
            {
                return Replace(sentence, at, to);
            }
        }

        return null;
    }

    private static string? Unit(string sentence, Random random)
    {
        var units = UnitText().Matches(sentence).Where(match => Units.ContainsKey(match.Groups["unit"].Value)).ToList();
        return units.Count == 0 ? null : Pick(units, random).Groups["unit"] is var unit ? Replace(sentence, unit, Units[unit.Value]) : null;
    }

    private static string? Changed(string sentence, IReadOnlyCollection<Match> found, Random random, Func<string, Random, string> other)
    {
        if (found.Count == 0)
        {
            return null;
        }

        var picked = Pick([.. found], random);
        var part = picked.Groups["n"].Success ? picked.Groups["n"] : picked;
        var changed = Replace(sentence, part, other(part.Value, random));
        return changed == sentence ? null : changed;
    }

    // The number's way of writing stays: thousands, decimals.
    private static string OtherNumber(string text, Random random)
    {
        var digits = text.ToCharArray();
        var places = Enumerable.Range(0, digits.Length).Where(i => char.IsAsciiDigit(digits[i])).ToList();
        var place = places[random.Next(places.Count)];
        digits[place] = (char)('1' + ((digits[place] - '0' + random.Next(8)) % 9));
        return new string(digits);
    }

    // A number of another kind: of a date, with a unit or a currency, a clause's or a reference's.
    private static bool NearOther(string sentence, Match number)
    {
        var after = sentence[(number.Index + number.Length)..];
        var before = sentence[..number.Index];
        // "[37, 48]": an answer's own marks look the same.
        if (Reference().Matches(sentence).Any(mark => number.Index >= mark.Index && number.Index < mark.Index + mark.Length))
        {
            return true;
        }

        return After().IsMatch(after) || Before().IsMatch(before) || DateText().Matches(sentence).Any(date => number.Index >= date.Index && number.Index < date.Index + date.Length);
    }

    private static string Replace(string text, Capture part, string by) => text[..part.Index] + by + text[(part.Index + part.Length)..];

    private static Match Pick(List<Match> matches, Random random) => matches[random.Next(matches.Count)];

    [GeneratedRegex(@"(?<![\w.,/-])\d{1,3}(?:,\d{3})*(?:\.\d+)?(?![\w/-]|[.,]\d)")]
    private static partial Regex PlainNumber();

    [GeneratedRegex(@"(?<![\w.,])(?<n>\d+(?:[.,]\d+)?) ?(?:mg|mcg|µg|ml|mL|g|kg|IU|mmol|mg/kg|mg/dl|mmHg)\b")]
    private static partial Regex DoseNumber();

    [GeneratedRegex(@"(?:[$€£]|\b(?:USD|EUR|GBP|US\$|Rs\.?)) ?(?<n>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)")]
    private static partial Regex AmountNumber();

    [GeneratedRegex(@"\b(?:\d{1,2}(?:st|nd|rd|th)? )?(?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d{1,2})?(?:,? \d{4})\b")]
    private static partial Regex DateText();

    [GeneratedRegex(@"\b\d{4}\b")]
    private static partial Regex Year();

    [GeneratedRegex(@"\b\d{1,2}\b")]
    private static partial Regex Day();


    [GeneratedRegex(@"(?<!\b(?:or|but|only|than)) not (?!only|limited)")]
    private static partial Regex Not();

    [GeneratedRegex(@"\b(?:is|are|was|were|shall|will|may|must|can|could|has been|have been|does|did)\b(?! (?:not|only|also|no)\b)(?= \w)")]
    private static partial Regex Verb();

    [GeneratedRegex(@"\d[\d,.]* (?<unit>°[CF]|[a-zA-Z]+)\b")]
    private static partial Regex UnitText();

    [GeneratedRegex(@"(?<![.!?:;] )(?<=[a-z,] )(?:[A-Z][a-z]+ )+[A-Z][a-z]+(?=[ ,.;)])")]
    private static partial Regex NameWords();

    [GeneratedRegex(@"\b(?:[Nn]o|[Nn]ot|[Nn]either|[Nn]or|[Nn]one|[Nn]othing)\b")]
    private static partial Regex Denied();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^ ?(?:%|percent|mg|mcg|ml|g|kg|days?|weeks?|months?|years?|hours?|minutes?|million|billion|thousand|\p{Sc}|USD|EUR|st|nd|rd|th)\b")]
    private static partial Regex After();

    [GeneratedRegex(@"(?:\p{Sc}|USD|EUR|(?i:section|clause|article|paragraph|exhibit|schedule|figure|table|fig\.|no\.|\[)) ?\(?$")]
    private static partial Regex Before();

    [GeneratedRegex(@"^(?:If|When|Where|While|After|Before|Although|In|On|During|Upon|For|Under|Since|As|At|By|With|Because|Until|Unless) ")]
    private static partial Regex Leading();
}
