namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>The passages of an answer, read once for all its sentences.</summary>
internal sealed class CitedText
{
    private readonly Dictionary<int, PassageText> _passages;
    private readonly Dictionary<string, int> _unitsWith = new(StringComparer.Ordinal);
    private readonly int _unitCount;

    public CitedText(IEnumerable<Passage> passages)
    {
        _passages = passages.Select(p => new PassageText(p)).ToDictionary(p => p.Passage.Number);
        foreach (var unit in _passages.Values.SelectMany(p => p.Units))
        {
            _unitCount++;
            foreach (var stem in unit.Analysed.Stems)
            {
                _unitsWith[stem] = _unitsWith.GetValueOrDefault(stem) + 1;
            }
        }
    }

    public IReadOnlyCollection<PassageText> All => _passages.Values;

    public IReadOnlyList<PassageText> Of(IEnumerable<int> numbers) =>
        [.. numbers.Distinct().Where(_passages.ContainsKey).Select(n => _passages[n])];

    /// <summary>How much a word counts: more when few units hold it (inverse document frequency).</summary>
    public double Weight(string stem) => Math.Log(1 + ((_unitCount + 1) / (_unitsWith.GetValueOrDefault(stem) + 0.5)));
}

/// <summary>A passage with its units, title and headings read.</summary>
internal sealed class PassageText(Passage passage)
{
    private readonly Lazy<AnalysedText> _heading = new(() => new AnalysedText($"{passage.Title}\n{passage.HeadingPath}"));
    private readonly Lazy<AnalysedText> _whole = new(() => new AnalysedText(passage.Text));
    private string[]? _keys;

    public Passage Passage { get; } = passage;

    public IReadOnlyList<PassageUnit> Units { get; } = PassageUnit.Of(passage);

    /// <summary>Title and headings: context that a sentence may repeat without the passage saying it again.</summary>
    public AnalysedText Heading => _heading.Value;

    /// <summary>The passage in one, not parted into units.</summary>
    public AnalysedText Whole => _whole.Value;

    /// <summary>Its tokens as <see cref="CopyCheck"/> compares them.</summary>
    public string[] Keys => _keys ??= CopyCheck.Keys(Whole.Tokens);

    public string Folded { get; } = TextFold.Fold(passage.Text);
}
