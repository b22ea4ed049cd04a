using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KnowledgePlatform.Parsers.Tests.Documents;

/// <summary>The standard security handler with AES, 128 bits, and an empty user password (ISO 32000-1, 7.6.3, revision 4).</summary>
internal sealed class PdfAesEncryption : IPdfEncryption
{
    private const int Permissions = -4;

    private readonly byte[] _key;

    public PdfAesEncryption()
    {
        var owner = new byte[32]; // only asked for when somebody gives the owner's password
        var permissions = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(permissions, Permissions);
        _key = PdfEncryption.Md5([.. PdfEncryption.Padded(""), .. owner, .. permissions, .. PdfEncryption.Id]);
        for (var i = 0; i < 50; i++)
        {
            _key = PdfEncryption.Md5(_key);
        }

        var user = PdfEncryption.Md5([.. PdfEncryption.Padded(""), .. PdfEncryption.Id]);
        for (byte round = 0; round < 20; round++)
        {
            user = PdfEncryption.Rc4([.. _key.Select(b => (byte)(b ^ round))], user);
        }

        var id = Convert.ToHexString(PdfEncryption.Id);
        Trailer = $"/ID [<{id}> <{id}>] /Encrypt << /Filter /Standard /V 4 /R 4 /Length 128 /P {Permissions} /StmF /StdCF /StrF /StdCF "
            + $"/CF << /StdCF << /CFM /AESV2 /AuthEvent /DocOpen /Length 16 >> >> /O <{Convert.ToHexString(owner)}> /U <{Convert.ToHexString([.. user, .. new byte[16]])}> >>";
    }

    /// <inheritdoc/>
    public string Trailer { get; }

    /// <summary>True loses the last byte of each stream, which then is no whole number of blocks.</summary>
    public bool LosesBytes { get; init; }

    /// <inheritdoc/>
    public byte[] Encrypt(byte[] data, int number)
    {
        using var aes = Aes.Create();
        aes.Key = PdfEncryption.Md5([.. _key, (byte)number, (byte)(number >> 8), (byte)(number >> 16), 0, 0, .. "sAlT"u8]);
        var start = new byte[16];
        byte[] encrypted = [.. start, .. aes.EncryptCbc(data, start)];
        return LosesBytes ? encrypted[..^1] : encrypted;
    }
}
