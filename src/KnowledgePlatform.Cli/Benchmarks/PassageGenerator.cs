using System.Globalization;
using System.Text;

namespace KnowledgePlatform.Cli.Benchmarks;

/// <summary>
/// Makes passages as a firm has them, each from its number alone: sentences of contracts and of clinical notes, about topics of some words of their own, with words
/// that follow Zipf's law, so that lists of common and of rare words in an index are as long as real ones.
/// </summary>
internal sealed class PassageGenerator
{
    /// <summary>Topics that passages are about.</summary>
    public const int Topics = 2_000;

    private const int Vocabulary = 60_000;
    private const int WordsPerTopic = 12;
    private const double ZipfExponent = 1.05;
    private const int Seed = 20261127;

    private static readonly string[] Syllables =
        ["ba", "cor", "den", "fal", "gri", "hon", "il", "jur", "kem", "lan", "mor", "nis", "ol", "pra", "quen", "ris", "sol", "tam", "ur", "vel", "wes", "xan", "yor", "zet", "car", "dia", "phe", "the"];

    private static readonly string[] Sentences =
    [
        "The {0} shall deliver the {1} to the {2} within {n} days after receipt of a written notice.",
        "In the event of a breach of the {0}, the {1} may terminate this agreement upon {n} days notice to the {2}.",
        "The patient was given {n} mg of {0} for {1}, and the {2} was within the normal range.",
        "Each party represents that its {0} does not infringe the {1} of any third party, including the {2}.",
        "Follow-up of the {0} after {n} weeks showed no change of the {1}; the {2} was stopped.",
        "The aggregate liability of the {0} under section {n} is limited to the fees paid for the {1} in the {2}.",
        "Neither the {0} nor the {1} may assign its rights without the prior consent of the {2}, which may not be unreasonably withheld.",
        "On examination the {0} was soft, the {1} was {n} cm, and there was no sign of {2}.",
        "All notices concerning the {0} are sent to the {1} at the address in schedule {n}, with a copy to the {2}.",
        "The court held in case no. {n} that the {0} had waived the {1} by its conduct towards the {2}.",
        "The insurer covers the {0} up to an amount of USD {n},000 for each {1}, less the {2}.",
        "Laboratory values of {0} rose to {n}, which the consultant attributed to the {1} rather than to {2}.",
    ];

    private readonly string[] _words;
    private readonly double[] _cumulated;

    public PassageGenerator()
    {
        var random = new Random(Seed);
        var known = new HashSet<string>(StringComparer.Ordinal);
        while (known.Count < Vocabulary)
        {
            known.Add(string.Concat(Enumerable.Range(0, 2 + random.Next(3)).Select(_ => Syllables[random.Next(Syllables.Length)])));
        }

        _words = [.. known];
        _cumulated = new double[Vocabulary];
        var sum = 0.0;
        for (var i = 0; i < Vocabulary; i++)
        {
            sum += 1 / Math.Pow(i + 10, ZipfExponent);
            _cumulated[i] = sum;
        }
    }

    /// <summary>The topic of a passage, 0 to <see cref="Topics"/> - 1.</summary>
    public static int TopicOf(long passage) => (int)(new Random(SeedOf(passage, 1)).NextInt64() % Topics);

    /// <summary>Text of a passage, 60 to 180 words.</summary>
    public string Passage(long passage)
    {
        var random = new Random(SeedOf(passage, 2));
        var topic = TopicWords(TopicOf(passage));
        var text = new StringBuilder();
        for (var left = 4 + random.Next(8); left > 0; left--)
        {
            text.AppendFormat(
                CultureInfo.InvariantCulture, Sentences[random.Next(Sentences.Length)].Replace("{n}", random.Next(2, 900).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal),
                Word(random, topic), Word(random, topic), Word(random, topic)).Append(' ');
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>A question about a topic, in words of its passages.</summary>
    public string Question(int number)
    {
        var random = new Random(SeedOf(number, 3));
        var topic = TopicWords(random.Next(Topics));
        string Own() => topic[random.Next(topic.Length)];
        return (number % 4) switch
        {
            0 => $"What does the {Own()} owe the {Own()} when the {Own()} ends?",
            1 => $"Which dose of {Own()} was given for {Own()} and {Own()}?",
            2 => $"{Own()} {Own()} notice period",
            _ => $"May the {Own()} assign the {Own()} to the {Own()} without consent?",
        };
    }

    // A third of what is said is the topic's own.
    private string Word(Random random, string[] topic) => random.Next(3) == 0 ? topic[random.Next(topic.Length)] : _words[Rank(random)];

    private string[] TopicWords(int topic)
    {
        var random = new Random(SeedOf(topic, 4));
        return [.. Enumerable.Range(0, WordsPerTopic).Select(_ => _words[Rank(random)])];
    }

    private int Rank(Random random)
    {
        var at = Array.BinarySearch(_cumulated, random.NextDouble() * _cumulated[^1]);
        return Math.Min(at < 0 ? ~at : at, Vocabulary - 1);
    }

    // The same number gives the same text on every machine and in every version of the runtime.
    private static int SeedOf(long number, int purpose)
    {
        var hash = ((ulong)number * 0x9E3779B97F4A7C15) ^ ((ulong)purpose * 0xC2B2AE3D27D4EB4F);
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        return (int)((hash ^ (hash >> 31)) & int.MaxValue);
    }
}
