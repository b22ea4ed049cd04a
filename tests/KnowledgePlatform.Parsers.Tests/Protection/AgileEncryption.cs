using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using KnowledgePlatform.Parsers.Tests.Outlook;

namespace KnowledgePlatform.Parsers.Tests.Protection;

/// <summary>Locks a package as Office does ([MS-OFFCRYPTO] 2.3.4.10: agile, AES-256, SHA-512), with fewer rounds than Office, so that tests are quick.</summary>
internal static class AgileEncryption
{
    private const int Spins = 1_000;

    public static byte[] Lock(byte[] package, string password)
    {
        byte[] salt = [.. Enumerable.Range(1, 16).Select(i => (byte)i)], own = [.. Enumerable.Range(101, 16).Select(i => (byte)i)], key = [.. Enumerable.Range(50, 32).Select(i => (byte)i)];
        byte[] verifier = [.. Enumerable.Range(200, 16).Select(i => (byte)i)];
        var hash = SHA512.HashData([.. own, .. Encoding.Unicode.GetBytes(password)]);
        for (var i = 0; i < Spins; i++)
        {
            hash = SHA512.HashData([.. Number(i), .. hash]);
        }

        string Wrap(string purpose, byte[] plain) => Convert.ToBase64String(Encrypt(plain, SHA512.HashData([.. hash, .. Convert.FromHexString(purpose)])[..32], own));
        const string Cipher = "blockSize=\"16\" keyBits=\"256\" hashSize=\"64\" cipherAlgorithm=\"AES\" cipherChaining=\"ChainingModeCBC\" hashAlgorithm=\"SHA512\" saltSize=\"16\"";
        var info = $"""
            <encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password">
            <keyData {Cipher} saltValue="{Convert.ToBase64String(salt)}"/>
            <keyEncryptors><keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password"><p:encryptedKey spinCount="{Spins}" {Cipher} saltValue="{Convert.ToBase64String(own)}"
            encryptedVerifierHashInput="{Wrap("FEA7D2763B4B9E79", verifier)}" encryptedVerifierHashValue="{Wrap("D7AA0F6D3061344E", SHA512.HashData(verifier))}"
            encryptedKeyValue="{Wrap("146E0BE7ABACD0D6", key)}"/></keyEncryptor></keyEncryptors></encryption>
            """;
        var encrypted = new List<byte>(BitConverter.GetBytes((long)package.Length));
        foreach (var (segment, i) in package.Chunk(4096).Select((segment, i) => (segment, i)))
        {
            byte[] padded = [.. segment, .. new byte[(16 - (segment.Length % 16)) % 16]];
            encrypted.AddRange(Encrypt(padded, key, SHA512.HashData([.. salt, .. Number(i)])[..16]));
        }

        var file = new CompoundBuilder();
        file.Stream("EncryptionInfo", [4, 0, 4, 0, 0x40, 0, 0, 0, .. Encoding.UTF8.GetBytes(info)]);
        file.Stream("EncryptedPackage", [.. encrypted]);
        return file.Build();
    }

    private static byte[] Encrypt(byte[] plain, byte[] key, byte[] vector)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        return aes.EncryptCbc(plain, vector, PaddingMode.None);
    }

    private static byte[] Number(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }
}
