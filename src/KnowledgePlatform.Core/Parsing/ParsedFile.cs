using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Parsing;

/// <summary>A stored file to read, and who takes what comes of it.</summary>
/// <param name="Path">Path of the stored file.</param>
/// <param name="FileName">Name under which it was uploaded.</param>
/// <param name="OnPage">Takes a page; what it throws ends the reading and comes out of it.</param>
public sealed record ParsedFile(string Path, string FileName, Func<ParsedPage, CancellationToken, ValueTask> OnPage)
{
    /// <summary>
    /// Takes a file within the file: its path in there, which is text and no path to write to, and its bytes. Reading the bytes throws <see cref="MemberCutOffException"/>
    /// when the rest does not come: what was taken of it counts for nothing. Null leaves such files alone.
    /// </summary>
    public Func<string, Stream, CancellationToken, Task>? OnMember { get; init; }

    /// <summary>Takes a sentence about how far a reading that takes long has come; null when nobody wants to know.</summary>
    public Func<string, CancellationToken, Task>? OnProgress { get; init; }

    /// <summary>Pages of a recording that an attempt which was cut off handed over, by number: they are handed over again without being transcribed again.</summary>
    public IReadOnlyDictionary<int, ParsedPage> Earlier { get; init; } = new Dictionary<int, ParsedPage>();

    /// <summary>How far the child goes; null for the limits of the options.</summary>
    public ParseLimits? Limits { get; init; }
}

/// <summary>A file within a file.</summary>
/// <param name="Path">Its path or name in there.</param>
/// <param name="Bytes">Its size.</param>
public sealed record ParsedMember(string Path, long Bytes);

/// <summary>A member could not be handed out whole.</summary>
public sealed class MemberCutOffException() : IOException("the rest of the member could not be handed out");
