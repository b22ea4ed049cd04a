namespace KnowledgePlatform.Cli.Evaluation.Fuzzing;

/// <summary>One mutated file.</summary>
/// <param name="Number">Its number; with the seed and the same folder it gives the same bytes again.</param>
/// <param name="Original">The file that was mutated.</param>
/// <param name="How">What was done to it.</param>
/// <param name="Bytes">What came of it.</param>
internal sealed record FuzzInput(int Number, FuzzOriginal Original, string How, byte[] Bytes)
{
    /// <summary>True when the end of the file was cut off and nothing else was done.</summary>
    public bool IsCutOff { get; init; }
}

/// <summary>A file to mutate.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Name">Its name, which settles what its content leaves open.</param>
/// <param name="Kind">Its kind in the report; files of one kind are spliced with each other.</param>
/// <param name="Length">Its size.</param>
/// <param name="Password">What opens it, or null when it is not protected.</param>
internal sealed record FuzzOriginal(string Path, string Name, string Kind, long Length, string? Password);
