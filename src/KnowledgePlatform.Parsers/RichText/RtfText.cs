using System.Text;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.RichText;

/// <summary>Turns bytes and numbers into characters and sends each where the state says; counts what a reader does not see.</summary>
internal sealed class RtfText(RtfFonts fonts, RtfStyles styles, ParseLimits limits, LeftOut leftOut)
{
    private const int LongestTitle = 1_000;

    private readonly RtfDecoder _decoder = new();
    private readonly StringBuilder _title = new();
    private bool _wasLeftOut;
    private int _substitutes;
    private long _length;

    /// <summary>The document's title as far as it was met.</summary>
    public string Title => _title.ToString();

    /// <summary>Something else than a byte follows.</summary>
    public void Break(in RtfState state)
    {
        _substitutes = 0;
        AppendAll(_decoder.Break(fonts.Default), state);
    }

    /// <summary>Takes a byte of text, unless it stands for a Unicode character before it.</summary>
    public void TakeByte(byte value, in RtfState state)
    {
        if (_substitutes > 0)
        {
            _substitutes--;
            return;
        }

        if (state.Destination is RtfDestination.Skipped or RtfDestination.Drawing or RtfDestination.Properties)
        {
            return;
        }

        if (state.IsText && fonts.SymbolFont(state.Font) is { } signs)
        {
            AppendAll(RtfSymbols.Of(signs, value), state);
            return;
        }

        AppendAll(_decoder.Take(value, state.IsText ? fonts.EncodingOf(state.Font) : fonts.Default), state);
    }

    /// <summary>Takes a Unicode character: above 32,767 it is written as a negative number, signs of symbol fonts lie in the private area.</summary>
    public void TakeUnicode(int number, in RtfState state)
    {
        var c = (char)(ushort)number;
        if (c is >= '\uF000' and <= '\uF0FF')
        {
            AppendAll(RtfSymbols.Of(fonts.SymbolFont(state.Font) ?? "", c), state);
        }
        else
        {
            Append(c, state);
        }

        _substitutes = state.Substitutes;
    }

    private void AppendAll(ReadOnlySpan<char> text, in RtfState state)
    {
        foreach (var c in text)
        {
            Append(c, state);
        }
    }

    /// <summary>Takes a character.</summary>
    public void Append(char c, in RtfState state)
    {
        switch (state.Destination)
        {
            case RtfDestination.Fonts:
                fonts.Take(c);
                break;
            case RtfDestination.Styles:
                styles.Take(c);
                break;
            case RtfDestination.Title when _title.Length < LongestTitle:
                _title.Append(c);
                break;
            case RtfDestination.Text or RtfDestination.Marker:
                AppendSeen(c, state);
                break;
        }
    }

    private void AppendSeen(char c, in RtfState state)
    {
        if (!state.IsSeen)
        {
            leftOut.HiddenRuns += !_wasLeftOut && state.IsHidden ? 1 : 0;
            leftOut.Deletions += !_wasLeftOut && !state.IsHidden ? 1 : 0;
            _wasLeftOut = true;
            return;
        }

        _wasLeftOut = false;
        if (++_length > limits.MaxTextLength)
        {
            throw new LimitReachedException($"The file has more than {limits.MaxTextLength:N0} characters of text; what comes after that was not read.");
        }

        if (state.Destination == RtfDestination.Marker)
        {
            state.Flow.AppendMarker(c);
        }
        else
        {
            state.Flow.Append(c);
        }
    }
}
