using System.Security.Cryptography;
using System.Text.Json;
using KnowledgePlatform.Core.Models;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Models;

public sealed class ModelManifestTests : IDisposable
{
    private static readonly byte[] Weights = [1, 2, 3, 4, 5];
    private readonly string _folder = Directory.CreateTempSubdirectory("kp-models-").FullName;
    private readonly string _state;
    private readonly string _weights;

    public ModelManifestTests()
    {
        _state = Path.Combine(_folder, "state");
        _weights = Path.Combine(_folder, "tiny", "weights.bin");
        Directory.CreateDirectory(Path.Combine(_folder, "tiny"));
        File.WriteAllBytes(_weights, Weights);
        WriteManifest("tiny/weights.bin");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Verify_right_files_passes()
    {
        var manifest = ModelManifest.Load(_folder);
        await manifest.VerifyAsync(_state, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(_weights, manifest.PathOf("tiny", ".bin"));
    }

    [Fact]
    public async Task Verify_changed_byte_names_file_expected_and_found()
    {
        File.WriteAllBytes(_weights, [1, 2, 3, 4, 6]);
        var error = await Refused();
        Assert.Contains(_weights, error);
        Assert.Contains(Sum(Weights), error);
        Assert.Contains(Sum([1, 2, 3, 4, 6]), error);
    }

    [Fact]
    public async Task Verify_cut_file_names_both_sizes()
    {
        File.WriteAllBytes(_weights, [1, 2]);
        var error = await Refused();
        Assert.Contains("expected 5 bytes, found 2", error);
    }

    [Fact]
    public async Task Verify_missing_file_names_it()
    {
        File.Delete(_weights);
        Assert.Contains($"{_weights} is missing", await Refused());
    }

    [Fact]
    public async Task Verify_again_trusts_size_and_time_of_the_first_check()
    {
        await ModelManifest.Load(_folder).VerifyAsync(_state, cancellationToken: TestContext.Current.CancellationToken);
        var changed = File.GetLastWriteTimeUtc(_weights);
        File.WriteAllBytes(_weights, [5, 4, 3, 2, 1]);
        File.SetLastWriteTimeUtc(_weights, changed);

        await ModelManifest.Load(_folder).VerifyAsync(_state, cancellationToken: TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Verify_again_after_the_file_changed_reads_it_again()
    {
        await ModelManifest.Load(_folder).VerifyAsync(_state, cancellationToken: TestContext.Current.CancellationToken);
        File.WriteAllBytes(_weights, [5, 4, 3, 2, 1]);
        File.SetLastWriteTimeUtc(_weights, File.GetLastWriteTimeUtc(_weights).AddSeconds(1));
        Assert.Contains("expected sha256", await Refused());
    }

    [Fact]
    public async Task Verify_damaged_stamps_only_costs_the_check()
    {
        Directory.CreateDirectory(_state);
        File.WriteAllText(Path.Combine(_state, "verified-models.json"), "{ not json");
        await ModelManifest.Load(_folder).VerifyAsync(_state, cancellationToken: TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Verify_one_model_leaves_the_others_alone()
    {
        File.Delete(_weights);
        await ModelManifest.Load(_folder).VerifyAsync(_state, "another", TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("../outside.bin")]
    [InlineData("tiny/../../outside.bin")]
    public void Load_file_outside_of_the_folder_is_refused(string path)
    {
        WriteManifest(path);
        Assert.Contains("outside", Assert.Throws<ModelFileException>(() => ModelManifest.Load(_folder)).Message);
    }

    [Fact]
    public void Load_missing_manifest_names_it()
    {
        var error = Assert.Throws<ModelFileException>(() => ModelManifest.Load(Path.Combine(_folder, "nowhere")));
        Assert.Contains("manifest.json", error.Message);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"files\":[{\"model\":\"tiny\"}]}")]
    [InlineData("[")]
    public void Load_incomplete_manifest_is_refused(string json)
    {
        File.WriteAllText(Path.Combine(_folder, "manifest.json"), json);
        Assert.Throws<ModelFileException>(() => ModelManifest.Load(_folder));
    }

    [Fact]
    public async Task Verify_shipped_models_are_whole()
    {
        var folder = ModelManifest.FindFolder(AppContext.BaseDirectory);
        Assert.NotNull(folder);
        await ModelManifest.Load(folder).VerifyAsync(_state, cancellationToken: TestContext.Current.CancellationToken);
    }

    private static string Sum(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private async Task<string> Refused() => (await Assert.ThrowsAsync<ModelFileException>(
        () => ModelManifest.Load(_folder).VerifyAsync(_state, cancellationToken: TestContext.Current.CancellationToken))).Message;

    private void WriteManifest(string path) => File.WriteAllText(
        Path.Combine(_folder, "manifest.json"),
        JsonSerializer.Serialize(new { files = new[] { new { model = "tiny", path, source = "made here", licence = "MIT", size = Weights.Length, sha256 = Sum(Weights) } } }));
}
