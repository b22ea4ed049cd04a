using System.Text;
using KnowledgePlatform.Core.Chat;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Chat;

/// <summary>Files that must not be loaded into the portal's process, and what a person is told instead.</summary>
[Collection(nameof(RealModel))]
public sealed class ModelFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kp-models-").FullName;
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    private string Gguf => Path.Combine(_folder, "broken.gguf");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_that_ends_too_early_is_refused()
    {
        await CopyAsync(50_000_000);
        await RefusedAsync("corrupted or incomplete");
    }

    [Fact]
    public async Task A_file_of_random_bytes_after_the_right_beginning_is_refused()
    {
        var noise = new byte[1_000_000];
        new Random(1).NextBytes(noise);
        "GGUF"u8.CopyTo(noise);
        await File.WriteAllBytesAsync(Gguf, noise, _cancel);
        await RefusedAsync("this GGUF file is version");
    }

    [Fact]
    public async Task A_file_on_which_llama_cpp_aborts_ends_the_child_only()
    {
        // Number of layers: 0. Seen to end the process in which it is loaded.
        await PatchAsync("llama.block_count", _ => new byte[sizeof(uint)]);
        await RefusedAsync("llama.cpp gave up while loading it: llama-model.cpp");
    }

    [Fact]
    public async Task The_template_is_the_one_in_the_file()
    {
        await PatchAsync("tokenizer.chat_template", value =>
        {
            var length = BitConverter.ToInt32(value);
            return [.. value[..sizeof(long)], .. Encoding.UTF8.GetBytes("{{ '<|header_start|>' + '<|header_end|>' }}".PadRight(length))];
        });
        await using var model = await StartedAsync(new ChatEngineOptions { ModelFile = Gguf, ContextTokens = 128 });
        var response = await model.Client.GetResponseAsync("Good day", new ChatOptions { MaxOutputTokens = 1 }, _cancel);
        // Llama 4's form, in letters to this vocabulary.
        Assert.Equal(
            model.CountTokens("<|header_start|>user<|header_end|>\n\nGood day<|eot|><|header_start|>assistant<|header_end|>\n\n"), response.Usage!.InputTokenCount);
    }

    [Fact]
    public async Task A_template_that_llama_cpp_does_not_know_is_refused()
    {
        await PatchAsync("tokenizer.chat_template", value => [.. value[..sizeof(long)], .. Encoding.UTF8.GetBytes("{{ messages }}".PadRight(BitConverter.ToInt32(value)))]);
        await RefusedAsync("no chat template that llama.cpp knows");
    }

    [Fact]
    public async Task An_empty_file_is_refused()
    {
        await File.WriteAllTextAsync(Gguf, "", _cancel);
        await RefusedAsync("is empty");
    }

    [Fact]
    public async Task A_file_of_another_format_is_refused()
    {
        await File.WriteAllTextAsync(Gguf, "%PDF-1.7", _cancel);
        await RefusedAsync("is not a GGUF file");
    }

    [Fact]
    public async Task A_missing_file_is_named() => await RefusedAsync("broken.gguf does not exist");

    [Fact]
    public async Task A_file_that_differs_from_the_manifest_is_refused_before_it_is_tried()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "tiny"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "tiny", "tiny.gguf"), "GGUF", _cancel);
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "manifest.json"),
            """{"files":[{"model":"tiny","path":"tiny/tiny.gguf","source":"here","licence":"MIT","size":4,"sha256":"00"}]}""",
            _cancel);
        await RefusedAsync("damaged or exchanged", new ChatEngineOptions { Model = "tiny", ModelsFolder = _folder, ProbePath = "/nowhere" });
    }

    [Fact]
    public async Task A_model_larger_than_the_memory_allowed_is_refused_with_both_numbers() =>
        await RefusedAsync("needs 99 MB of memory; 50 MB are allowed", new ChatEngineOptions { MaxMemoryMegabytes = 50, ProbePath = "/nowhere" });

    [Fact]
    public async Task A_context_larger_than_the_memory_allowed_is_refused_with_both_numbers() =>
        await RefusedAsync("needs 193 MB of memory; 150 MB are allowed", new ChatEngineOptions { MaxMemoryMegabytes = 150 });

    [Fact]
    public async Task A_trial_that_takes_too_long_is_stopped() => await RefusedAsync("took longer than 0 s", new ChatEngineOptions { ProbeSeconds = 0 });

    [Fact]
    public async Task A_file_found_good_is_not_tried_again_until_it_changes()
    {
        var copy = Path.Combine(_folder, "good.gguf");
        File.Copy(RealModel.File, copy);
        var options = new ChatEngineOptions { ModelFile = copy, StateFolder = Path.Combine(_folder, "state"), ContextTokens = 256 };
        await using (var first = await StartedAsync(options))
        {
            Assert.Equal((ChatModelStatus.Ready, 256), (first.State.Status, first.ContextTokens));
        }

        options.ProbePath = "/nowhere";
        await using (var second = await StartedAsync(options))
        {
            Assert.Equal(ChatModelStatus.Ready, second.State.Status);
        }

        File.SetLastWriteTimeUtc(copy, DateTime.UnixEpoch);
        await RefusedAsync("/nowhere, is missing", options);
    }

    [Fact]
    public async Task No_model_is_no_fault()
    {
        await using var model = await StartedAsync(new ChatEngineOptions { Engine = ChatEngineKind.None });
        Assert.Equal((ChatModelStatus.Off, false, ""), (model.State.Status, model.Available, model.Name));
        await Assert.ThrowsAsync<ChatUnavailableException>(() => model.Client.GetResponseAsync("?", cancellationToken: _cancel));
    }

    [Fact]
    public async Task A_model_that_is_not_started_yet_asks_for_patience()
    {
        await using var model = new ChatModel(Options.Create(new ChatEngineOptions()));
        var fault = await Assert.ThrowsAsync<ChatUnavailableException>(() => model.Client.GetResponseAsync("?", cancellationToken: _cancel));
        Assert.Contains("still being loaded", fault.Message);
    }

    private async Task CopyAsync(int bytes)
    {
        await using var from = File.OpenRead(RealModel.File);
        var content = new byte[bytes];
        await from.ReadExactlyAsync(content, _cancel);
        await File.WriteAllBytesAsync(Gguf, content, _cancel);
    }

    // Writes another value of the same length over the one of a key in the GGUF's head.
    private async Task PatchAsync(string key, Func<byte[], byte[]> value)
    {
        const int HeadBytes = 4 << 20;
        await CopyAsync((int)new FileInfo(RealModel.File).Length);
        await using var file = File.Open(Gguf, FileMode.Open);
        var head = new byte[HeadBytes];
        await file.ReadExactlyAsync(head, _cancel);
        var at = head.AsSpan().IndexOf(Encoding.UTF8.GetBytes(key)) + key.Length + sizeof(uint);
        file.Position = at;
        await file.WriteAsync(value(head[at..]), _cancel);
    }

    private async Task<ChatModel> StartedAsync(ChatEngineOptions options)
    {
        var model = new ChatModel(Options.Create(options));
        await model.StartAsync(_cancel);
        return model;
    }

    private async Task RefusedAsync(string reason, ChatEngineOptions? options = null)
    {
        await using var model = await StartedAsync(options ?? new ChatEngineOptions { ModelFile = Gguf });
        Assert.Equal(ChatModelStatus.Broken, model.State.Status);
        Assert.Contains(reason, model.State.Reason);
        Assert.False(model.Available);
        var fault = await Assert.ThrowsAsync<ChatUnavailableException>(() => model.Client.GetResponseAsync("?", cancellationToken: _cancel));
        Assert.Equal(model.State.Reason, fault.Message);
    }
}
