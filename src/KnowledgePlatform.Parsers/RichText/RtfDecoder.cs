using System.Text;

namespace KnowledgePlatform.Parsers.RichText;

/// <summary>Turns bytes of text into characters, one at a time: a character of two bytes may be written as two of any kind.</summary>
internal sealed class RtfDecoder
{
    private readonly char[] _characters = new char[4];
    private readonly byte[] _byte = new byte[1];
    private Encoding? _encoding;
    private Decoder? _decoder;
    private bool _isWithin;

    /// <summary>The characters that end with this byte; none in the middle of one. Valid until the next call.</summary>
    public ReadOnlySpan<char> Take(byte value, Encoding encoding)
    {
        if (value < 0x80 && !_isWithin)
        {
            _characters[0] = (char)value;
            return _characters.AsSpan(0, 1);
        }

        if (_encoding != encoding)
        {
            (_encoding, _decoder) = (encoding, encoding.GetDecoder());
        }

        _byte[0] = value;
        var count = _decoder!.GetChars(_byte, 0, 1, _characters, 0, flush: false);
        _isWithin = count == 0;
        return _characters.AsSpan(0, count);
    }

    /// <summary>Something else than a byte follows: half a character, which LibreOffice writes for signs, is one of the document's own code page.</summary>
    public ReadOnlySpan<char> Break(Encoding ofDocument)
    {
        if (!_isWithin)
        {
            return [];
        }

        _decoder!.Reset();
        _isWithin = false;
        return _characters.AsSpan(0, ofDocument.IsSingleByte ? ofDocument.GetChars(_byte, _characters) : 0);
    }
}
