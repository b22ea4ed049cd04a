using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KnowledgePlatform.Cli.Evaluation.Fuzzing;

/// <summary>Makes inputs out of the files of folders, each from a seed and its number alone, so that any of them can be made again. Safe for use by several threads at once.</summary>
internal sealed class Mutator
{
    // Of a kind with many files the small ones are mutated most: they are read quickest and lose most to a mutation.
    private const double TowardsSmall = 2;
    private const int MostMutations = 3;

    private static readonly HashSet<string> Packages = new(StringComparer.Ordinal) { "docx", "docm", "xlsx", "pptx", "odt", "ods", "odp", "zip" };

    private readonly int _seed;
    private readonly (string Kind, FuzzOriginal[] Files)[] _kinds;
    private readonly ConcurrentDictionary<string, byte[]> _contents = new(StringComparer.Ordinal);

    /// <summary>Prepares to mutate.</summary>
    /// <param name="originals">The files; at least one.</param>
    /// <param name="seed">Any number.</param>
    public Mutator(IEnumerable<FuzzOriginal> originals, int seed)
    {
        _seed = seed;
        _kinds = [.. originals.GroupBy(original => original.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal)
            .Select(kind => (kind.Key, kind.OrderBy(original => original.Length).ThenBy(original => original.Name, StringComparer.Ordinal).ToArray()))];
    }

    /// <summary>The seed.</summary>
    public int Seed => _seed;

    /// <summary>Kinds of files, and how many of each.</summary>
    public IReadOnlyDictionary<string, int> Kinds => _kinds.ToDictionary(kind => kind.Kind, kind => kind.Files.Length);

    /// <summary>True for kinds that are ZIP packages.</summary>
    public static bool IsPackage(string kind) => Packages.Contains(kind);

    /// <summary>The bytes of a file that is mutated.</summary>
    public byte[] Content(FuzzOriginal original) => _contents.GetOrAdd(original.Path, File.ReadAllBytes);

    /// <summary>The input of a number; kinds take turns.</summary>
    public FuzzInput Make(int number)
    {
        // A hash, since generators of neighbouring seeds begin alike.
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_seed}/{number}")));
        var random = new Random(BitConverter.ToInt32(hash) & int.MaxValue);
        var files = _kinds[number % _kinds.Length].Files;
        var original = Draw(files, random);
        var bytes = Content(original);
        if (random.Next(8) == 0)
        {
            var (cut, how) = ByteMutation.CutOff(bytes, random);
            return new FuzzInput(number, original, how, cut) { IsCutOff = true };
        }

        if (random.Next(10) == 0)
        {
            var other = Draw(files, random);
            var (spliced, how) = ByteMutation.Splice(bytes, Content(other), other.Name, random);
            return new FuzzInput(number, original, how, spliced);
        }

        var done = new List<string>();
        for (var left = 1 + random.Next(MostMutations); left > 0; left--)
        {
            (bytes, var how) = Mutate(bytes, original, random);
            done.Add(how);
        }

        return new FuzzInput(number, original, string.Join("; ", done), bytes);
    }

    private static (byte[] Bytes, string How) Mutate(byte[] bytes, FuzzOriginal original, Random random)
    {
        var within = random.Next(3) == 0 ? null
            : IsPackage(original.Kind) ? PackedMutation.OfPackage(bytes, random)
            : original.Kind.StartsWith("pdf", StringComparison.Ordinal) ? PackedMutation.OfPdf(bytes, random) : null;
        return within ?? ByteMutation.Apply(bytes, random);
    }

    private static FuzzOriginal Draw(FuzzOriginal[] files, Random random) => files[(int)(Math.Pow(random.NextDouble(), TowardsSmall) * files.Length)];
}
