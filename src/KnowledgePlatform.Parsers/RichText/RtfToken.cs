namespace KnowledgePlatform.Parsers.RichText;

/// <summary>What a token of Rich Text is.</summary>
internal enum RtfTokenKind
{
    /// <summary>The file ended.</summary>
    End,

    /// <summary>A group opens.</summary>
    GroupStart,

    /// <summary>A group closes.</summary>
    GroupEnd,

    /// <summary>A control word with its number, if it has one.</summary>
    Word,

    /// <summary>A control symbol: a backslash and one character that is no letter.</summary>
    Symbol,

    /// <summary>A byte of text, written as it is or in hexadecimal.</summary>
    Byte,
}

/// <summary>One token.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Word">A control word's letters, else "".</param>
/// <param name="Number">A control word's number.</param>
/// <param name="Byte">A byte of text, or a control symbol's character.</param>
internal readonly record struct RtfToken(RtfTokenKind Kind, string Word, int? Number, byte Byte)
{
    /// <summary>False when the number is 0, as in <c>\v0</c>: the property ends.</summary>
    public bool IsOn => Number != 0;
}
