namespace KnowledgePlatform.Core.Answers.Verification;

internal enum TokenKind
{
    /// <summary>Letters.</summary>
    Word,

    /// <summary>Digits with separators.</summary>
    Number,

    /// <summary>Letters and digits in one: a part number, a room, "HbA1c".</summary>
    Code,

    /// <summary>A sign that means something beside a number.</summary>
    Symbol,

    /// <summary>A sign that parts clauses.</summary>
    Break,
}

/// <summary>A word, number or sign of a text.</summary>
/// <param name="Start">First UTF-16 code unit in the text.</param>
/// <param name="End">Behind the last one.</param>
/// <param name="Key">Folded form for look-ups.</param>
/// <param name="Stem">Form for comparing content words; empty when it is not a word or carries no content.</param>
/// <param name="Capital">A word that begins with a capital letter.</param>
internal sealed record Token(int Start, int End, TokenKind Kind, string Key, string Stem, bool Capital)
{
    /// <summary>A word that carries content.</summary>
    public bool IsContent => Stem.Length > 0;
}
