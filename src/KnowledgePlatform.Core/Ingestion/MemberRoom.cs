using System.Globalization;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Ingestion;

/// <summary>What may still be taken out of an upload.</summary>
/// <param name="Count">Files.</param>
/// <param name="Bytes">Bytes of them.</param>
/// <param name="Closed">Why nothing is taken out; null when something may be.</param>
internal sealed record MemberRoom(long Count, long Bytes, string? Closed)
{
    /// <summary>The limits within which the child hands members out.</summary>
    public ParseLimits Narrow(ParseLimits limits) => limits with
    {
        MaxMembers = (int)Math.Clamp(Count, 0, limits.MaxMembers),
        MaxMembersBytes = Math.Clamp(Bytes, 0, limits.MaxMembersBytes),
    };

    /// <summary>What a document may hold that lies so deep within an upload that holds so much elsewhere.</summary>
    public static MemberRoom Of(IngestionOptions options, int nesting, long count, long bytes)
    {
        var room = new MemberRoom(options.MaxMembersInAll - count, options.MaxMemberBytesInAll - bytes, null);
        return nesting >= options.MaxNesting
            ? room with { Closed = $"Files within files are taken out {options.MaxNesting} levels deep (Ingestion:MaxNesting); this one lies at the last of them." }
            : room.Count > 0 && room.Bytes > 0 ? room
            : room with { Closed = $"No files were taken out: {Most(options)}" };
    }

    /// <summary>How much one upload may hold.</summary>
    public static string Most(IngestionOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"one upload may hold {options.MaxMembersInAll:N0} files of {options.MaxMemberBytesInAll / 1_000_000:N0} MB together, over all levels (Ingestion:MaxMembersInAll, Ingestion:MaxMemberBytesInAll).");
}
