using System.Globalization;

namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>Finds what must stand in a passage as it is: quantities with units, dates, times, rates, weekdays, clause numbers, codes.</summary>
internal sealed class FactReader
{
    private static readonly HashSet<string> Connectors = new(StringComparer.Ordinal) { "to", "or", "and", "a", "o", "y", "bis", "oder", "und", "से", "या", "/", "--" };

    private readonly string _text;
    private readonly IReadOnlyList<Token> _tokens;
    private readonly List<Fact> _facts = [];
    private int _labelledUntil = -1;

    private FactReader(string text, IReadOnlyList<Token> tokens) => (_text, _tokens) = (text, tokens);

    public static IReadOnlyList<Fact> Read(string text, IReadOnlyList<Token> tokens)
    {
        var reader = new FactReader(text, tokens);
        for (var i = 0; i < tokens.Count;)
        {
            i += Math.Max(1, reader.ReadAt(i));
        }

        reader.ShareUnits();
        return reader._facts;
    }

    // Returns the number of tokens the fact at i takes; 0 when there is none.
    private int ReadAt(int i)
    {
        if ((i == _labelledUntil ? ReadLabel(i) : IsLabelWord(i) ? ReadLabel(i + 1) : 0) is > 0 and var end)
        {
            return end - i;
        }

        var (dates, used) = DateReader.At(_text, _tokens, i);
        if (used > 0)
        {
            _facts.Add(new Fact(FactKind.Date, i, i + used - 1) { Dates = dates });
            return used;
        }

        var token = _tokens[i];
        return token.Kind switch
        {
            TokenKind.Number => ReadTime(i) is > 0 and var time ? time : QuantityReader.ReadNumber(_tokens, i, _facts),
            TokenKind.Code => Add(new Fact(FactKind.Code, i, i) { Literal = token.Key }),
            TokenKind.Word or TokenKind.Symbol => ReadWord(i),
            _ => 0,
        };
    }

    private int ReadWord(int i)
    {
        var key = _tokens[i].Key;
        if (Lexicon.Weekdays.TryGetValue(key, out var weekday))
        {
            return Add(new Fact(FactKind.Weekday, i, i) { Values = [decimal.Parse(weekday, CultureInfo.InvariantCulture)] });
        }

        if (Lexicon.Doses.TryGetValue(key, out var dose))
        {
            var parts = dose.Split(' ');
            _facts.Add(new Fact(FactKind.Quantity, i, i) { Values = [decimal.Parse(parts[0], CultureInfo.InvariantCulture)], Unit = "times", Dimension = "form" });
            return Add(new Fact(FactKind.Rate, i, i) { Unit = parts[1] });
        }

        if (key == "once" && i + 1 < _tokens.Count && RateAt(i + 1, afterNumber: true).Tokens > 0)
        {
            return Add(new Fact(FactKind.Quantity, i, i) { Values = [1] });
        }

        var (unit, used) = RateAt(i, afterNumber: _facts.Count > 0 && _facts[^1].Kind == FactKind.Quantity && _facts[^1].LastToken == i - 1);
        if (used > 0)
        {
            _facts.Add(new Fact(FactKind.Rate, i, i + used - 1) { Unit = unit! });
            return used;
        }

        return QuantityReader.ReadWords(_tokens, i, _facts);
    }

    // "a day" is a rate behind a number only ("two tablets a day"); alone it is a day.
    private (string? Unit, int Tokens) RateAt(int i, bool afterNumber)
    {
        var (unit, used) = Lexicon.Rates.At(_tokens, i);
        var needsNumber = used == 2 && _tokens[i].Key is "a" or "an" or "al" or "por";
        return needsNumber && !afterNumber ? (null, 0) : (unit, used);
    }

    private int ReadTime(int i)
    {
        var hours = _tokens[i].Key;
        var minutes = "0";
        var used = 1;
        if (i + 2 < _tokens.Count && _tokens[i + 1].Key == ":" && _tokens[i + 2] is { Kind: TokenKind.Number, Key.Length: 2 }
            && _tokens[i + 1].Start == _tokens[i].End && _tokens[i + 2].Start == _tokens[i + 1].End)
        {
            (minutes, used) = (_tokens[i + 2].Key, 3);
        }
        else if (hours.Split('.') is { Length: 2 } parts && parts[1].Length == 2)
        {
            (hours, minutes) = (parts[0], parts[1]);
        }

        var half = i + used < _tokens.Count ? _tokens[i + used].Key : "";
        var named = half is "am" or "pm" or "hrs" && used == 3 || half is "am" or "pm";
        if ((used == 1 && !named) || !int.TryParse(hours, CultureInfo.InvariantCulture, out var h) || !int.TryParse(minutes, CultureInfo.InvariantCulture, out var m)
            || h > 24 || m > 59)
        {
            return 0;
        }

        h = half switch { "pm" when h < 12 => h + 12, "am" when h == 12 => 0, _ => h };
        _facts.Add(new Fact(FactKind.Time, i, i + used - 1 + (named ? 1 : 0)) { Values = [(h * 60) + m] });
        return used + (named ? 1 : 0);
    }

    private bool IsLabelWord(int i) => Lexicon.LabelWords.Contains(_tokens[i].Key);

    // "clause 12(b)", "Schedule A", "clauses 4.2 and 4.3"; returns the token behind the label, 0 when there is none.
    private int ReadLabel(int at)
    {
        at += at < _tokens.Count && _tokens[at].Key is "." or "§" ? 1 : 0;
        if (at >= _tokens.Count || !MayLabel(_tokens[at]))
        {
            return 0;
        }

        var literal = _tokens[at].Key;
        var last = at;
        while (last + 3 < _tokens.Count && _tokens[last + 1].Key == "(" && _tokens[last + 1].Start == _tokens[last].End
            && _tokens[last + 2].Key.Length <= 4 && _tokens[last + 3].Key == ")")
        {
            literal += $"({_tokens[last + 2].Key})";
            last += 3;
        }

        _facts.Add(new Fact(FactKind.Label, at, last) { Literal = literal });
        var joined = last + 2 < _tokens.Count && (Connectors.Contains(_tokens[last + 1].Key) || _tokens[last + 1].Key == ",");
        _labelledUntil = joined && _tokens[last + 2].Kind == TokenKind.Number ? last + 2 : -1;
        return last + 1;
    }

    private static bool MayLabel(Token token) => token.Kind is TokenKind.Number or TokenKind.Code
        || (token is { Kind: TokenKind.Word, Capital: true } && (token.Key.Length == 1 || (token.Key.Length <= 4 && token.Key.All(c => c is 'i' or 'v' or 'x' or 'l'))));

    // "10-15 mg", "EUR 800 to 900", "120/80 mmHg": one unit for both.
    private void ShareUnits()
    {
        for (var i = _facts.Count - 2; i >= 0; i--)
        {
            var (a, b) = (_facts[i], _facts[i + 1]);
            if (a.Kind != FactKind.Quantity || b.Kind != FactKind.Quantity || (a.Unit.Length == 0) == (b.Unit.Length == 0) || !AreRange(a, b))
            {
                continue;
            }

            if (a.Unit.Length == 0)
            {
                _facts[i] = a with { Unit = b.Unit, Dimension = b.Dimension, Qualifier = b.Qualifier };
            }
            else if (a.Dimension == "money")
            {
                _facts[i + 1] = b with { Unit = a.Unit, Dimension = a.Dimension };
            }
        }
    }

    private bool AreRange(Fact a, Fact b)
    {
        var between = b.FirstToken - a.LastToken - 1;
        return between switch
        {
            0 => _tokens[b.FirstToken].Start == _tokens[a.LastToken].End + 1 && TextFold.Fold(_text[_tokens[a.LastToken].End]) == '-',
            1 => Connectors.Contains(_tokens[a.LastToken + 1].Key),
            _ => false,
        };
    }

    private int Add(Fact fact)
    {
        _facts.Add(fact);
        return 1;
    }
}
