namespace KnowledgePlatform.Cli.Evaluation.Fuzzing;

/// <summary>The check sum of ZIP archives (APPNOTE 4.4.7), on its own: what is checked must not check itself.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    /// <summary>The check sum of all that is left of a stream.</summary>
    public static uint Of(Stream content)
    {
        var sum = uint.MaxValue;
        var buffer = new byte[64 * 1024];
        for (int read; (read = content.Read(buffer)) > 0;)
        {
            for (var i = 0; i < read; i++)
            {
                sum ^= buffer[i];
                for (var bit = 0; bit < 8; bit++)
                {
                    sum = (sum & 1) == 0 ? sum >> 1 : Polynomial ^ (sum >> 1);
                }
            }
        }

        return ~sum;
    }
}
