namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>Reads a number together with its unit, its qualifier and the side it is bounded on.</summary>
internal static class QuantityReader
{
    /// <summary>Reads the numeral at <paramref name="at"/>; returns the number of tokens it takes.</summary>
    public static int ReadNumber(IReadOnlyList<Token> tokens, int at, List<Fact> facts)
    {
        var literal = tokens[at].Key;
        var values = NumberText.Values(literal);
        var end = at + 1 + (OrdinalEndings.Follows(tokens, at) ? 1 : 0);
        if (values.Length == 0)
        {
            facts.Add(new Fact(FactKind.Label, at, at) { Literal = literal });
            return 1;
        }

        // "12b" with a letter that is no unit: a flat, a paragraph.
        if (end == at + 1 && end < tokens.Count && tokens[end] is { Kind: TokenKind.Word } letters && letters.Start == tokens[at].End
            && Lexicon.Units.At(tokens, end).Tokens == 0 && NumberWords.Factor(letters.Key) == 1 && letters.Key is not ("m" or "mm" or "x"))
        {
            facts.Add(new Fact(FactKind.Code, at, end) { Literal = literal + letters.Key });
            return 2;
        }

        return Add(tokens, at, end, values, literal, weak: false, facts);
    }

    /// <summary>Reads the number in words at <paramref name="at"/>; 0 when there is none.</summary>
    public static int ReadWords(IReadOnlyList<Token> tokens, int at, List<Fact> facts)
    {
        var (value, ordinal, used) = NumberWords.At(tokens, at);
        if (used == 0)
        {
            return 0;
        }

        var weak = used == 1 && value == 1;
        if (ordinal)
        {
            facts.Add(new Fact(FactKind.Quantity, at, at + used - 1) { Values = [value!.Value], Weak = weak });
            return used;
        }

        return Add(tokens, at, at + used, [value!.Value], "", weak, facts);
    }

    private static int Add(IReadOnlyList<Token> tokens, int at, int end, decimal[] values, string literal, bool weak, List<Fact> facts)
    {
        var before = UnitBefore(tokens, at);
        var factor = end < tokens.Count ? Factor(tokens[end], before.Unit) : 1;
        if (factor != 1)
        {
            values = [.. values.Select(v => v * factor)];
            end++;
        }

        var (unit, unitTokens, qualifier, rate) = UnitBehind(tokens, end);
        var last = end + unitTokens;
        if (unit is null && before.Unit is { } money)
        {
            unit = money;
        }

        var parts = unit?.Split(' ', 2);
        var first = before.Unit is null ? at : at - before.Tokens;
        facts.Add(new Fact(FactKind.Quantity, first, last - 1)
        {
            Values = values,
            Literal = factor == 1 ? literal : "",
            Dimension = parts?[0] ?? "",
            Unit = parts?[1] ?? "",
            Qualifier = qualifier,
            Weak = weak && unit is null,
            Bound = RepeatedBound(tokens, at, values, facts) ?? BoundOf(tokens, first, last),
        });
        if (rate.Length > 0)
        {
            facts.Add(new Fact(FactKind.Rate, last - 1, last - 1) { Unit = rate });
        }

        return last - at;
    }

    // "EUR 800", "$800", "Rs. 800": only money stands before its number.
    private static (string? Unit, int Tokens) UnitBefore(IReadOnlyList<Token> tokens, int at)
    {
        var dot = at > 1 && tokens[at - 1].Key == "." && tokens[at - 2].Key is "rs" or "sfr" or "रु" ? 1 : 0;
        var (unit, used) = Lexicon.Units.Before(tokens, at - dot);
        return unit is not null && unit.StartsWith("money ", StringComparison.Ordinal) ? (unit, used + dot) : (null, 0);
    }

    private static decimal Factor(Token token, string? money) =>
        money is not null && token.Key is "m" or "mm" ? 1_000_000 : NumberWords.Factor(token.Key) is > 100 and var factor ? factor : 1;

    private static (string? Unit, int Tokens, string Qualifier, string Rate) UnitBehind(IReadOnlyList<Token> tokens, int at)
    {
        var i = at;
        // "thirty (30) days": the unit stands behind the repeated number.
        if (i + 2 < tokens.Count && tokens[i].Key == "(" && tokens[i + 2].Key == ")" && tokens[i + 1].Kind is TokenKind.Number or TokenKind.Word)
        {
            i += 3;
        }
        else if (i < tokens.Count && tokens[i].Key == ")")
        {
            i++;
        }

        var isRepeat = i > at;
        var qualifier = Lexicon.Qualifiers.At(tokens, i) is { Value: { } q, Tokens: var n } && q.StartsWith("before", StringComparison.Ordinal) ? (q[7..], n) : ("", 0);
        var (unit, used) = Lexicon.Units.At(tokens, i + qualifier.Item2);
        if (unit is null)
        {
            return (null, 0, "", "");
        }

        var end = i + qualifier.Item2 + used;
        if (qualifier.Item2 == 0 && Lexicon.Qualifiers.At(tokens, end) is { Value: { } behind, Tokens: var m } && behind.StartsWith("behind", StringComparison.Ordinal))
        {
            qualifier = (behind[7..], m);
            end += m;
        }

        // "mg/kg" is one unit; "mg/day" is a unit and a rate.
        var rate = "";
        while (rate.Length == 0 && end + 1 < tokens.Count && tokens[end].Key == "/" && Lexicon.Units.At(tokens, end + 1) is { Value: { } lower, Tokens: var k })
        {
            var parts = lower.Split(' ', 2);
            (unit, rate) = parts[0] == "time" ? (unit, parts[1]) : ($"{unit}/{parts[1]}", "");
            end += 1 + k;
        }

        return isRepeat ? (unit, 0, qualifier.Item1, "") : (unit, end - at, qualifier.Item1, rate);
    }

    // "at least three (3) months": the repeated number is bounded like the first.
    private static Bound? RepeatedBound(IReadOnlyList<Token> tokens, int at, decimal[] values, List<Fact> facts) =>
        at > 0 && tokens[at - 1].Key == "(" && facts.Count > 0 && facts[^1] is { Kind: FactKind.Quantity } before
            && before.LastToken == at - 2 && before.Values.Intersect(values).Any() ? before.Bound : null;

    private static Bound BoundOf(IReadOnlyList<Token> tokens, int first, int end)
    {
        if (Lexicon.Polarity["most"].Before(tokens, first).Tokens is > 0 and var most)
        {
            return Lexicon.Polarity["least"].Before(tokens, first).Tokens > most ? Bound.Least : Bound.Most;
        }

        if (Lexicon.Polarity["least"].Before(tokens, first).Tokens > 0)
        {
            return Bound.Least;
        }

        return Lexicon.Polarity["least-behind"].At(tokens, end).Tokens > 0 ? Bound.Least
            : Lexicon.Polarity["most-behind"].At(tokens, end).Tokens > 0 ? Bound.Most
            : Bound.None;
    }
}
