using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace KnowledgePlatform.Core.Chat.Server;

/// <summary>How many tokens texts have, as a server counted them. Of bounded size: what was not asked for the longest is forgotten. No text is kept. Safe for use by several threads at once.</summary>
internal sealed class TokenCounts
{
    // Two generations of this many, some 100 bytes each: passages that are asked about again and again stay.
    private const int Most = 4096;

    private readonly Lock _gate = new();
    private Dictionary<UInt128, int> _young = [];
    private Dictionary<UInt128, int> _old = [];

    /// <summary>Null when it is not known.</summary>
    public int? Find(string text)
    {
        var key = KeyOf(text);
        lock (_gate)
        {
            if (_young.TryGetValue(key, out var count))
            {
                return count;
            }

            if (!_old.TryGetValue(key, out count))
            {
                return null;
            }

            Keep(key, count);
            return count;
        }
    }

    public void Keep(string text, int count)
    {
        var key = KeyOf(text);
        lock (_gate)
        {
            Keep(key, count);
        }
    }

    private void Keep(UInt128 key, int count)
    {
        if (_young.Count >= Most)
        {
            (_young, _old) = ([], _young);
        }

        _young[key] = count;
    }

    private static UInt128 KeyOf(string text) => BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
