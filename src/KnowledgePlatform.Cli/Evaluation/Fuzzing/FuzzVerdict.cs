using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Cli.Evaluation.Fuzzing;

/// <summary>How an input ended.</summary>
internal enum FuzzEnding
{
    /// <summary>Read to its end.</summary>
    Read,

    /// <summary>Read in part, with a reason.</summary>
    Partial,

    /// <summary>Refused with a reason.</summary>
    Refused,

    /// <summary>Ended at a limit that is named.</summary>
    Stopped,

    /// <summary>Ended as nothing should.</summary>
    Fault,
}

/// <summary>Judges how the reading of an input ended.</summary>
/// <param name="options">The limits that it was read under.</param>
/// <param name="wordsOf">How many words an original has.</param>
internal sealed partial class FuzzVerdict(ParsingOptions options, Func<FuzzOriginal, int> wordsOf)
{
    // Formats that say where they end: one of which words are missing was not read to its end. Text, tables, mail and pages in HTML do not.
    private static readonly HashSet<DocumentKind> KnowTheirEnd =
    [
        DocumentKind.Pdf, DocumentKind.Word, DocumentKind.Sheets, DocumentKind.Slides, DocumentKind.OpenDocumentText, DocumentKind.OpenDocumentSheets, DocumentKind.OpenDocumentSlides,
        DocumentKind.Archive, DocumentKind.OutlookMail, DocumentKind.RichText,
    ];

    private const int Shortest = 8; // "is empty."

    /// <summary>The ending, and what is wrong with it when it is a fault.</summary>
    public (FuzzEnding Ending, string? Fault) Of(FuzzInput input, ParseResult result)
    {
        var ending = result.Outcome.Status switch
        {
            ParseStatus.Completed => FuzzEnding.Read,
            ParseStatus.Partial => FuzzEnding.Partial,
            ParseStatus.Refused => FuzzEnding.Refused,
            _ => FuzzEnding.Stopped,
        };
        var fault = Breakdown(result.Outcome) ?? Beyond(result) ?? Contradiction(result)
            ?? result.Skipped.Select(skipped => skipped.Reason).Prepend(result.Outcome.Sentence).Select(WrongWith).FirstOrDefault(wrong => wrong is not null);
        fault ??= ending == FuzzEnding.Read ? SilentLoss(input, result) : null;
        return fault is null ? (ending, null) : (FuzzEnding.Fault, fault);
    }

    /// <summary>What is wrong with a reason that a person reads; null for nothing.</summary>
    public static string? WrongWith(string reason)
    {
        // Names out of the file stand in quotation marks and are its own.
        var own = Quoted().Replace(reason, "");
        return own.Trim().Length < Shortest ? $"no reason: '{reason}'"
            : TypeName().IsMatch(own) ? $"the name of a type in a reason: '{reason}'"
            : MachinePath().IsMatch(own) ? $"a path of the machine in a reason: '{reason}'"
            : Evasive().IsMatch(own) ? $"a reason that explains nothing: '{reason}'" : null;
    }

    private string? Breakdown(ParseOutcome outcome) => outcome.Status switch
    {
        ParseStatus.Crashed => $"{outcome.Code}: {outcome.Sentence}",
        ParseStatus.TimedOut when !Names(outcome, options.TimeLimit.TotalSeconds) => $"a limit of time that is not named: '{outcome.Sentence}'",
        ParseStatus.OutOfMemory when !Names(outcome, options.MemoryLimitBytes >> 20) => $"a limit of memory that is not named: '{outcome.Sentence}'",
        _ => null,
    };

    private static bool Names(ParseOutcome outcome, double limit) => outcome.Sentence.Contains(limit.ToString("0", CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private string? Beyond(ParseResult result)
    {
        var limits = options.Limits;
        return result.Pages.Count > limits.MaxPages ? $"{result.Pages.Count} pages"
            : result.Pages.Sum(page => (long)page.Text.Length) > limits.MaxTextLength ? "more text than is accepted"
            : result.Members.Count > limits.MaxMembers || result.Members.Sum(member => member.Bytes) > limits.MaxMembersBytes ? "more members than are accepted" : null;
    }

    // A page that is a picture counts for content, whatever is recognised in it.
    private static string? Contradiction(ParseResult result)
    {
        var hasContent = result.Pages.Count > 0 || result.Members.Count > 0;
        var hasText = result.Pages.Any(page => page.Text.Length > 0);
        return result.Outcome.Status switch
        {
            ParseStatus.Completed when !hasContent => "read, and nothing came of it",
            ParseStatus.Partial when !hasContent => "read in part, and nothing came of it",
            ParseStatus.Refused when hasText => "refused, though text came of it",
            _ => null,
        };
    }

    private string? SilentLoss(FuzzInput input, ParseResult result)
    {
        if (Mutator.IsPackage(input.Original.Kind) && DamagedPart(input.Bytes) is { } part)
        {
            return $"read to its end, though the check sum of {part} is wrong";
        }

        if (!input.IsCutOff || !KnowTheirEnd.Contains(result.Info?.Kind ?? DocumentKind.Unknown))
        {
            return null;
        }

        var (words, before) = (Words(result), wordsOf(input.Original));
        return words < before && !IsSavedInSteps(input.Original) ? $"cut off and read to its end with {words} of {before} words" : null;
    }

    // A PDF holds what it was before it was changed: cut off, it is what it was then.
    private static bool IsSavedInSteps(FuzzOriginal original) => File.ReadAllBytes(original.Path).AsSpan().Count("%%EOF"u8) > 1;

    /// <summary>Words of a reading.</summary>
    public static int Words(ParseResult result) => result.Pages.Sum(page => page.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length);

    // Of the parts that hold text; an unpacking that fails is noticed by whoever reads.
    private static string? DamagedPart(byte[] bytes)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(bytes));
            return archive.Entries.Where(entry => TextPart().IsMatch(entry.FullName)).FirstOrDefault(IsDamaged)?.FullName;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static bool IsDamaged(ZipArchiveEntry entry)
    {
        try
        {
            using var content = entry.Open();
            return Crc32.Of(content) != entry.Crc32;
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or NotSupportedException)
        {
            return false;
        }
    }

    // Properties, colours and models of pages cost no text when they are damaged.
    [GeneratedRegex(@"^word/(document|footnotes|endnotes|comments|header\d+|footer\d+)\.xml$|^ppt/(slides|notesSlides)/[^/]+\.xml$|^xl/(worksheets/|sharedStrings|comments)[^/]*\.xml$|^(content|styles)\.xml$")]
    private static partial Regex TextPart();

    [GeneratedRegex("“[^”]*”|\"[^\"]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\w+Exception\b|\bSystem\.\w|\bUglyToad|\bMimeKit|\bDocumentFormat\.|\bat \w+\.\w+\(")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"(^|[\s('])/(\w[\w.-]*/?)+|[A-Za-z]:\\")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"internal error|unknown error|unexpected error|something went wrong|object reference|index was out of range|parameter '", RegexOptions.IgnoreCase)]
    private static partial Regex Evasive();
}
