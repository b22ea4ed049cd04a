using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace KnowledgePlatform.Parsers.Protection;

/// <summary>Agile encryption ([MS-OFFCRYPTO] 2.3.4.10 to 2.3.4.15), as Office since 2010 writes it.</summary>
internal static class AgileProtection
{
    private const int SegmentLength = 4096;
    private const int MostSpins = 10_000_000; // [MS-OFFCRYPTO] 2.3.4.10

    private static readonly XNamespace Encryption = "http://schemas.microsoft.com/office/2006/encryption";
    private static readonly XNamespace PasswordKey = "http://schemas.microsoft.com/office/2006/keyEncryptor/password";

    // What each derived key is for (2.3.4.13).
    private static readonly byte[] ForInput = Convert.FromHexString("FEA7D2763B4B9E79");
    private static readonly byte[] ForValue = Convert.FromHexString("D7AA0F6D3061344E");
    private static readonly byte[] ForKey = Convert.FromHexString("146E0BE7ABACD0D6");

    private sealed record Parameters(int BlockSize, int KeyBytes, HashAlgorithmName Hash, byte[] Salt)
    {
        public static Parameters Read(XElement element) => (string?)element.Attribute("cipherAlgorithm") == "AES" && (string?)element.Attribute("cipherChaining") == "ChainingModeCBC"
            ? new Parameters(Number(element, "blockSize", 16, 16), Number(element, "keyBits", 128, 256) / 8, HashOf((string?)element.Attribute("hashAlgorithm")), Bytes(element, "saltValue"))
            : throw Unlocking.Unsupported();
    }

    /// <summary>What decrypts the package, once the password is known to be right.</summary>
    /// <param name="info">The XML of EncryptionInfo.</param>
    /// <param name="password">As given.</param>
    public static Func<byte[], byte[]> Open(byte[] info, string password)
    {
        using var text = XmlReader.Create(new MemoryStream(info), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        var root = XElement.Load(text);
        var data = Parameters.Read(root.Element(Encryption + "keyData") ?? throw Unlocking.Unsupported());
        // A document can be locked for certificates as well; one way in is enough.
        var lockedKey = root.Descendants(PasswordKey + "encryptedKey").FirstOrDefault() ?? throw Unlocking.Unsupported();
        var own = Parameters.Read(lockedKey);
        var hash = Spin(own, password, Number(lockedKey, "spinCount", 0, MostSpins));
        byte[] Undo(byte[] purpose, string attribute) =>
            Decrypt(Bytes(lockedKey, attribute), Fit(Hash(own.Hash, hash, purpose), own.KeyBytes), Fit(own.Salt, own.BlockSize));
        var verifier = Hash(own.Hash, Undo(ForInput, "encryptedVerifierHashInput"));
        if (!Undo(ForValue, "encryptedVerifierHashValue").AsSpan(0, verifier.Length).SequenceEqual(verifier))
        {
            throw Unlocking.Wrong();
        }

        var key = Undo(ForKey, "encryptedKeyValue")[..data.KeyBytes];
        return package => DecryptPackage(package, key, data);
    }

    private static byte[] DecryptPackage(byte[] package, byte[] key, Parameters data)
    {
        var plain = new byte[package.Length];
        var number = new byte[4];
        for (var at = 0; at < package.Length; at += SegmentLength)
        {
            BinaryPrimitives.WriteInt32LittleEndian(number, at / SegmentLength);
            // What hangs over a block at the end of the stream is padding of the container.
            var length = Math.Min(SegmentLength, package.Length - at) / data.BlockSize * data.BlockSize;
            Decrypt(package[at..(at + length)], key, Fit(Hash(data.Hash, data.Salt, number), data.BlockSize)).CopyTo(plain, at);
        }

        return plain;
    }

    private static byte[] Spin(Parameters own, string password, int spins)
    {
        var hash = Hash(own.Hash, own.Salt, Encoding.Unicode.GetBytes(password));
        var next = new byte[4 + hash.Length];
        for (var i = 0; i < spins; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(next, i);
            hash.CopyTo(next, 4);
            CryptographicOperations.HashData(own.Hash, next, hash);
        }

        return hash;
    }

    private static byte[] Decrypt(byte[] data, byte[] key, byte[] vector)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        return aes.DecryptCbc(data, vector, PaddingMode.None);
    }

    private static byte[] Hash(HashAlgorithmName algorithm, params byte[][] parts) => CryptographicOperations.HashData(algorithm, (byte[])[.. parts.SelectMany(part => part)]);

    // Too long is cut, too short is filled up (2.3.4.11).
    private static byte[] Fit(byte[] bytes, int length) => [.. bytes.Concat(Enumerable.Repeat((byte)0x36, length)).Take(length)];

    private static HashAlgorithmName HashOf(string? name) => name switch
    {
        "SHA1" or "SHA-1" => HashAlgorithmName.SHA1,
        "SHA256" => HashAlgorithmName.SHA256,
        "SHA384" => HashAlgorithmName.SHA384,
        "SHA512" => HashAlgorithmName.SHA512,
        _ => throw Unlocking.Unsupported(),
    };

    private static int Number(XElement element, string name, int least, int most) =>
        int.TryParse((string?)element.Attribute(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : throw Unlocking.Unsupported();

    private static byte[] Bytes(XElement element, string name)
    {
        try
        {
            return Convert.FromBase64String((string?)element.Attribute(name) ?? "");
        }
        catch (FormatException)
        {
            throw new InvalidDataException(name);
        }
    }
}
