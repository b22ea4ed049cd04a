using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace KnowledgePlatform.Parsers.Protection;

/// <summary>Standard encryption ([MS-OFFCRYPTO] 2.3.4.5 to 2.3.4.9), as Office 2007 writes it: AES, SHA-1.</summary>
internal static class StandardProtection
{
    private const int Spins = 50_000;
    private const int Aes128 = 0x660E;
    private const int Aes192 = 0x660F;
    private const int Aes256 = 0x6610;
    private const int SaltLength = 16;
    private const int VerifierLength = 16;
    private const int HashLength = 20;

    /// <summary>What decrypts the package, once the password is known to be right.</summary>
    /// <param name="info">EncryptionInfo after its version: flags, header, verifier.</param>
    /// <param name="password">As given.</param>
    public static Func<byte[], byte[]> Open(byte[] info, string password)
    {
        var headerLength = Number(info, 4);
        var keyBytes = Number(info, 8 + 16) / 8;
        if (Number(info, 8 + 8) is not (Aes128 or Aes192 or Aes256) || keyBytes is not (16 or 24 or 32))
        {
            throw Unlocking.Unsupported();
        }

        var verifier = info.AsSpan(8 + headerLength);
        var salt = verifier.Slice(4, SaltLength).ToArray();
        var encrypted = verifier.Slice(4 + SaltLength, VerifierLength).ToArray();
        var encryptedHash = verifier.Slice(4 + SaltLength + VerifierLength + 4, 32).ToArray();
        var key = Derive(salt, password, keyBytes);
        if (!Decrypt(encryptedHash, key).AsSpan(0, HashLength).SequenceEqual(Sha1(Decrypt(encrypted, key))))
        {
            throw Unlocking.Wrong();
        }

        return package => Decrypt(package[..(package.Length / 16 * 16)], key);
    }

    private static byte[] Derive(byte[] salt, string password, int length)
    {
        var hash = Sha1([.. salt, .. Encoding.Unicode.GetBytes(password)]);
        var next = new byte[4 + HashLength];
        for (var i = 0; i < Spins; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(next, i);
            hash.CopyTo(next, 4);
            hash = Sha1(next);
        }

        hash = Sha1([.. hash, 0, 0, 0, 0]);
        // 2.3.4.7: the hash, laid over 64 bytes of 0x36 and of 0x5C.
        byte[] Over(byte filler) => Sha1([.. Enumerable.Range(0, 64).Select(i => (byte)(filler ^ (i < HashLength ? hash[i] : 0)))]);
        return [.. Over(0x36).Concat(Over(0x5C)).Take(length)];
    }

    private static byte[] Decrypt(byte[] data, byte[] key)
    {
        using var aes = Aes.Create();
        aes.Key = key;
#pragma warning disable CA5358 // the format demands it
        return aes.DecryptEcb(data, PaddingMode.None);
#pragma warning restore CA5358
    }

#pragma warning disable CA5350 // the format demands it
    private static byte[] Sha1(byte[] data) => SHA1.HashData(data);
#pragma warning restore CA5350

    private static int Number(byte[] info, int at) => BinaryPrimitives.ReadInt32LittleEndian(info.AsSpan(at, 4));
}
