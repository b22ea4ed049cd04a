using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.RichText;

/// <summary>
/// Follows the tokens of Rich Text (Specification 1.9.1) and writes what a reader sees as blocks: groups inherit and give back properties, some
/// groups send their text elsewhere. What a group nests is kept on a stack of bounded depth, never on the thread's.
/// </summary>
internal sealed class RtfInterpreter
{
    private readonly RtfTokenizer _tokens;
    private readonly ParseLimits _limits;
    private readonly RtfFonts _fonts = new();
    private readonly RtfStyles _styles = new();
    private readonly RtfText _text;
    private readonly RtfOutput _output;
    private readonly LeftOut _leftOut;
    private readonly Stack<RtfState> _groups = new();
    private RtfState _state;
    private bool _isStarred;
    private bool _atStart;

    /// <summary>Prepares to read.</summary>
    /// <param name="stream">Rich Text from its first brace.</param>
    /// <param name="parts">Where blocks go.</param>
    /// <param name="limits">Depth of groups and length of text.</param>
    /// <param name="leftOut">Counts what is not read.</param>
    /// <param name="opened">Called once, before the first block, with the document's title.</param>
    public RtfInterpreter(Stream stream, PartWriter parts, ParseLimits limits, LeftOut leftOut, Action<string?>? opened = null)
    {
        (_tokens, _limits, _leftOut) = (new RtfTokenizer(stream), limits, leftOut);
        _output = new RtfOutput(parts, _styles, () => opened?.Invoke(_text!.Title));
        _text = new RtfText(_fonts, _styles, limits, leftOut);
        _state = new RtfState { Flow = _output.Body, Substitutes = 1 };
    }

    /// <summary>Reads to the end of the outermost group, and hands over all text even when the end is missing; true when it is there.</summary>
    public bool Read()
    {
        var isWhole = ReadGroups();
        while (!isWhole && _groups.Count > 0)
        {
            Close();
        }

        _output.Finish(_state);
        return isWhole;
    }

    /// <summary>Reads what follows the outermost group; says how many letters of text are in it.</summary>
    public long LettersAfter() => RtfRest.Letters(_tokens);

    private bool ReadGroups()
    {
        while (true)
        {
            var token = _tokens.Next();
            if (token.Kind != RtfTokenKind.Byte)
            {
                _text.Break(_state);
            }

            switch (token.Kind)
            {
                case RtfTokenKind.End:
                    return false;
                case RtfTokenKind.GroupStart:
                    Open();
                    continue;
                case RtfTokenKind.GroupEnd:
                    if (Close())
                    {
                        return true;
                    }

                    break;
                case RtfTokenKind.Word:
                    TakeWord(token);
                    break;
                case RtfTokenKind.Symbol:
                    TakeSymbol(token.Byte);
                    break;
                default:
                    _text.TakeByte(token.Byte, _state);
                    break;
            }

            _atStart = false;
        }
    }

    private void Open()
    {
        if (_groups.Count >= _limits.MaxDepth)
        {
            throw new RefusedException(ParseCodes.NestedTooDeeply, $"The document nests its groups deeper than is accepted ({_limits.MaxDepth} levels).");
        }

        _groups.Push(_state);
        (_isStarred, _atStart) = (false, true);
    }

    // True at the end of the outermost group.
    private bool Close()
    {
        if (!_groups.TryPop(out var outer))
        {
            return true;
        }

        if (_state.Flow != outer.Flow)
        {
            _output.Close(_state, outer.Flow);
        }

        _state = outer;
        return _groups.Count == 0;
    }

    private void TakeWord(RtfToken token)
    {
        var isStarred = _isStarred;
        _isStarred = false;
        if (token.Word == "ud" && _state.Around is { } around)
        {
            (_state.Destination, _state.Around) = (around, null);
            return;
        }

        if (_state.Destination == RtfDestination.Skipped)
        {
            return;
        }

        if (RtfDestinations.Of(token.Word, isStarred) is { } destination)
        {
            Enter(token.Word, destination);
            return;
        }

        switch (_state.Destination)
        {
            case RtfDestination.Fonts:
                _fonts.Take(token.Word, token.Number);
                break;
            case RtfDestination.Styles:
                _styles.Take(token.Word, token.Number);
                break;
            default:
                Follow(token);
                break;
        }
    }

    private void Enter(string word, RtfDestination destination)
    {
        _state.Around = word == "upr" ? _state.Destination : null;
        if (destination == RtfDestination.Text && _state.Destination is not (RtfDestination.Text or RtfDestination.Drawing))
        {
            return;
        }

        Count(word);
        if (RtfDestinations.FlowOf(word) is { } kind)
        {
            if (_state.IsHidden || _state.IsDeleted)
            {
                _state.Destination = RtfDestination.Skipped;
                return;
            }

            _state = new RtfState { Flow = _output.NewFlow(kind), Substitutes = _state.Substitutes };
        }

        _state.InObject |= word == "object";
        _state.Destination = destination;
    }

    private void Count(string word)
    {
        _leftOut.Pictures += word == "pict" && !_state.InObject ? 1 : 0;
        _leftOut.EmbeddedFiles += word == "object" ? 1 : 0;
        _leftOut.Comments += word == "annotation" ? 1 : 0;
    }

    private void Follow(RtfToken token)
    {
        switch (token.Word)
        {
            case "u":
                _text.TakeUnicode(token.Number ?? 0, _state);
                break;
            case "deff":
                _fonts.DefaultFont = token.Number ?? 0;
                break;
            case "ansicpg" or "mac" or "pc" or "pca":
                _fonts.Default = RtfFonts.Of(token.Word switch { "mac" => 10000, "pc" => 437, "pca" => 850, _ => token.Number ?? 1252 });
                break;
            case "chftn" when _state.Flow.Kind != RtfFlowKind.Note && _state.IsSeen:
                _state.Flow.MarkNote();
                break;
            case var word when RtfDestinations.SignOf(word) is { } sign:
                _text.Append(sign, _state);
                break;
            case var word when !_state.Take(token) && _state.Destination == RtfDestination.Text:
                // A paragraph or row may end in hidden text too; it then ends what is before it.
                _state.Flow.Take(word, _state);
                break;
        }
    }

    private void TakeSymbol(byte symbol)
    {
        switch ((char)symbol)
        {
            case '*':
                _isStarred = _atStart;
                break;
            case '\r' or '\n' when _state.Destination == RtfDestination.Text:
                _state.Flow.EndParagraph(_state);
                break;
            case '~':
                _text.Append('\u00A0', _state);
                break;
            case '_':
                _text.Append('-', _state);
                break;
            case '\\' or '{' or '}':
                _text.Append((char)symbol, _state);
                break;
        }
    }
}
