using System.Buffers.Binary;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Office;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Protection;

/// <summary>Undoes the protection of Office documents since 2007 ([MS-OFFCRYPTO] 2.3.4): the package lies encrypted in a container of the old kind.</summary>
internal static class OfficeUnlocking
{
    private const int LargestInfo = 1 << 20;
    private const int SizeLength = 8;

    /// <summary>Hands out the unprotected package, or nothing when the container holds none.</summary>
    public static void Unlock(SourceFile file, string password, DocumentSink sink)
    {
        using var stream = File.OpenRead(file.Path);
        var container = CompoundFile.Open(stream);
        var entries = container.Children(container.Root).Where(entry => !entry.IsStorage).DistinctBy(entry => entry.Name).ToDictionary(entry => entry.Name, StringComparer.OrdinalIgnoreCase);
        if (!entries.TryGetValue("EncryptedPackage", out var package) || !entries.TryGetValue("EncryptionInfo", out var about))
        {
            return;
        }

        var info = container.Read(about, LargestInfo);
        var (major, minor) = (BinaryPrimitives.ReadUInt16LittleEndian(info), BinaryPrimitives.ReadUInt16LittleEndian(info.AsSpan(2)));
        var cipher = (major, minor) switch
        {
            (4, 4) => AgileProtection.Open(info.AsSpan(8).ToArray(), password),
            (2 or 3 or 4, 2) => StandardProtection.Open(info.AsSpan(4).ToArray(), password),
            _ => throw Unlocking.Unsupported(),
        };
        var encrypted = container.Read(package, sink.Limits.MaxMemberBytes + SizeLength + 1);
        var size = BinaryPrimitives.ReadInt64LittleEndian(encrypted);
        var plain = cipher(encrypted.AsSpan(SizeLength).ToArray());
        if (size < 0 || size > plain.Length)
        {
            throw package.Size > sink.Limits.MaxMemberBytes
                ? new RefusedException(ParseCodes.UnpacksTooLarge, $"The file without its protection is larger than {sink.Limits.MaxMemberBytes / 1_000_000:N0} MB (Parsing:Limits:MaxMemberBytes, Files:MaxBytes).")
                : new InvalidDataException("size of the package");
        }

        Unlocking.HandOut(sink, new MemoryStream(plain, 0, (int)size, writable: false));
    }
}
