namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>
/// Notices two words that changed places in an otherwise copied sentence ("the landlord pays the tenant"). Words alone cannot tell a
/// harmless turn from a wrong one, so it only warns.
/// </summary>
internal static class OrderCheck
{
    public static Finding? Check(SaidPart said, PassageUnit unit)
    {
        if (IsPassive(said.Text.Tokens) != IsPassive(unit.Analysed.Tokens))
        {
            return null;
        }

        var places = new List<(int Said, int Written)>();
        foreach (var i in said.Words)
        {
            var stem = said.Text.Tokens[i].Stem;
            var written = unit.Analysed.Words.Where(j => unit.Analysed.Tokens[j].Stem == stem).ToArray();
            if (written.Length == 1 && said.Words.Count(k => said.Text.Tokens[k].Stem == stem) == 1)
            {
                places.Add((i, written[0]));
            }
        }

        var order = places.Select(p => p.Written).ToArray();
        var sorted = order.Order().ToArray();
        var moved = Enumerable.Range(0, order.Length).Where(k => order[k] != sorted[k]).ToArray();
        if (moved.Length != 2 || moved[1] - moved[0] < 2)
        {
            return null;
        }

        var words = moved.Select(k => said.Text.Tokens[places[k].Said]).Select(t => said.Text.Text[t.Start..t.End]).ToArray();
        return new Finding(Verdict.PartlySupported, CheckIssue.Order, $"“{words[0]}” and “{words[1]}” stand the other way round in the passage.");
    }

    private static bool IsPassive(IReadOnlyList<Token> tokens) => tokens.Any(t => t.Key is "by" or "por" or "durch" or "von" or "par" or "द्वारा");
}
