using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace KnowledgePlatform.Parsers.Tests.Documents;

/// <summary>How a file's streams are locked.</summary>
internal interface IPdfEncryption
{
    /// <summary>What the trailer says about it.</summary>
    string Trailer { get; }

    /// <summary>A stream of the object with this number, encrypted.</summary>
    byte[] Encrypt(byte[] data, int number);
}

/// <summary>The standard security handler in its oldest form (RC4, 40 bits; ISO 32000-1, 7.6.3): enough to lock a file in a test.</summary>
internal sealed class PdfEncryption : IPdfEncryption
{
    private const int Permissions = -4;

    private static readonly byte[] Padding = Convert.FromHexString("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A");
    public static readonly byte[] Id = Encoding.ASCII.GetBytes("0123456789abcdef");

    private readonly byte[] _key;

    public PdfEncryption(string userPassword)
    {
        var owner = Rc4(Md5(Padded("owner"))[..5], Padded(userPassword));
        var permissions = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(permissions, Permissions);
        _key = Md5([.. Padded(userPassword), .. owner, .. permissions, .. Id])[..5];
        Trailer = $"/ID [<{Convert.ToHexString(Id)}> <{Convert.ToHexString(Id)}>] /Encrypt << /Filter /Standard /V 1 /R 2 /P {Permissions} "
            + $"/O <{Convert.ToHexString(owner)}> /U <{Convert.ToHexString(Rc4(_key, Padding))}> >>";
    }

    /// <inheritdoc/>
    public string Trailer { get; }

    /// <inheritdoc/>
    public byte[] Encrypt(byte[] data, int number) =>
        Rc4(Md5([.. _key, (byte)number, (byte)(number >> 8), (byte)(number >> 16), 0, 0])[..10], data);

    public static byte[] Padded(string password) => [.. Encoding.Latin1.GetBytes(password).Concat(Padding).Take(32)];

#pragma warning disable CA5351 // the format demands MD5; nothing is kept secret by it here
    public static byte[] Md5(byte[] data) => MD5.HashData(data);
#pragma warning restore CA5351

    public static byte[] Rc4(byte[] key, byte[] data)
    {
        var state = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
        for (int i = 0, j = 0; i < 256; i++)
        {
            j = (j + state[i] + key[i % key.Length]) & 0xFF;
            (state[i], state[j]) = (state[j], state[i]);
        }

        var result = new byte[data.Length];
        for (int n = 0, i = 0, j = 0; n < data.Length; n++)
        {
            i = (i + 1) & 0xFF;
            j = (j + state[i]) & 0xFF;
            (state[i], state[j]) = (state[j], state[i]);
            result[n] = (byte)(data[n] ^ state[(state[i] + state[j]) & 0xFF]);
        }

        return result;
    }
}
