namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>
/// In "Landlord: Hartmann GmbH. Tenant: Bright LLP." each value belongs to the label before it. A sentence that gives the value of one label to another is not
/// supported, however many of its words stand there.
/// </summary>
internal static class LabelCheck
{
    private const int MostLabelWords = 3;
    private static readonly HashSet<string> Articles = ["the", "a", "an", "el", "la", "los", "las", "un", "una", "der", "die", "das", "ein", "eine"];
    private static readonly HashSet<string> Copulas = ["is", "are", "was", "were", "es", "son", "era", "ist", "sind", "war"];

    public static Finding? Check(SaidPart said, Window window, IReadOnlyList<PassageText> cited)
    {
        if (window.Units is not [var unit] || LabelOf(unit) is not { } own)
        {
            return null;
        }

        var others = cited.First(passage => passage.Passage.Number == window.Passage).Units.Where(other => other.Index != unit.Index).Select(LabelOf).OfType<Label>();
        var other = others.FirstOrDefault(label => label.Stems.All(stem => said.Stems.Contains(stem) && !window.Has(stem)));
        return other is null ? null
            : new Finding(Verdict.Unsupported, CheckIssue.Words, $"In the passage this stands beside “{own.Text}”, not beside “{other.Text}”.");
    }

    /// <summary>"The tenant is the landlord": two labels of one passage, each with a value of its own, are not the same.</summary>
    public static Finding? Equated(AnalysedText said, IReadOnlyList<PassageText> cited)
    {
        foreach (var passage in cited)
        {
            var labels = passage.Units.Select(LabelOf).OfType<Label>().Where(label => label.Stems.Count == 1).ToList();
            var words = said.Tokens.Where(token => token.Kind == TokenKind.Word && !Articles.Contains(token.Key)).ToList();
            for (var i = 0; i + 2 < words.Count; i++)
            {
                var (left, right) = (words[i].Stem, words[i + 2].Stem);
                if (left != right && Copulas.Contains(words[i + 1].Key) && labels.Exists(label => label.Stems[0] == left) && labels.Exists(label => label.Stems[0] == right))
                {
                    return new Finding(Verdict.Unsupported, CheckIssue.Words, "In the passage these are two, each with a value of its own.");
                }
            }
        }

        return null;
    }

    private static Label? LabelOf(PassageUnit unit)
    {
        var colon = unit.Text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || colon + 1 >= unit.Text.Length || !char.IsWhiteSpace(unit.Text[colon + 1]))
        {
            return null;
        }

        var words = unit.Analysed.Tokens.TakeWhile(token => token.End <= colon).ToList();
        var stems = words.Where(word => word.IsContent).Select(word => word.Stem).ToList();
        return words.Count is > 0 and <= MostLabelWords && stems.Count > 0 ? new Label(unit.Text[..colon], stems) : null;
    }

    private sealed record Label(string Text, IReadOnlyList<string> Stems);
}
