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

    /// <summary>A word that carries content, a number or a code: what a question is found by ("clause 8.2").</summary>
    public bool IsTelling => IsContent || Kind is TokenKind.Number or TokenKind.Code;

    /// <summary>What is compared of a telling token: its stem, or its characters where it has none.</summary>
    public string Form => IsContent ? Stem : Key;

    /// <summary>Whether it is the word, number or code of this form, also with an ending that stemming left.</summary>
    public bool Is(string form) => Form == form || (IsContent && WordStems.Same(Stem, form));
}
