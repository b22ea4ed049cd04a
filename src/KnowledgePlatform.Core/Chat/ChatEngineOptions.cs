using System.ComponentModel.DataAnnotations;
using KnowledgePlatform.Core.Usage;

namespace KnowledgePlatform.Core.Chat;

/// <summary>Which engine writes answers.</summary>
public enum ChatEngineKind
{
    /// <summary>The server when <see cref="ChatEngineOptions.Url"/> is set, else the model file.</summary>
    Auto,

    /// <summary>llama.cpp in this process.</summary>
    Local,

    /// <summary>An OpenAI-compatible server: llama-server, vLLM, Ollama.</summary>
    Server,

    /// <summary>No model: answers are quotations.</summary>
    None,
}

/// <summary>Whether answers are written under a grammar.</summary>
public enum GrammarUse
{
    /// <summary>In process, and at a server that says of itself that it is llama-server or vLLM.</summary>
    Auto,

    /// <summary>Never.</summary>
    Off,
}

/// <summary>Which chat model is used and how much it may take (section <c>Chat</c>).</summary>
public sealed class ChatEngineOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Chat";

    /// <summary>The engine. Default: <see cref="ChatEngineKind.Auto"/>.</summary>
    public ChatEngineKind Engine { get; set; }

    /// <summary>In process: name of the model in the manifest.</summary>
    [Required]
    public string Model { get; set; } = "SmolLM2-135M-Instruct";

    /// <summary>In process: path of a GGUF file of one's own, in place of <see cref="Model"/>. It is not in the manifest, so only the trial load checks it.</summary>
    public string? ModelFile { get; set; }

    /// <summary>Folder that holds <c>manifest.json</c>; unset: <c>deploy/models</c>, looked for upwards from the program's folder.</summary>
    public string? ModelsFolder { get; set; }

    /// <summary>
    /// Server: its address, with or without <c>/v1</c>, as <c>http://10.0.0.5:8080</c> (KP_CHAT_URL). Several servers that offer the same model share the questions: their addresses with blanks or
    /// commas between them. They take the same <see cref="ApiKey"/>.
    /// </summary>
    public string? Url { get; set; }

    /// <summary>Server: name of the model as the server lists it; unset takes the first one.</summary>
    public string? ServerModel { get; set; }

    /// <summary>Server: secret key, when it asks for one (KP_CHAT_KEY).</summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// Tokens of question, passages and answer together. 0 (default): 4096 in process, or less when the model was made for less; at a server what it offers, or
    /// 4096 when it does not say.
    /// </summary>
    [Range(0, 16_777_216)]
    public int ContextTokens { get; set; }

    /// <summary>Longest answer in tokens; this much of the context is kept free for it. Default 512.</summary>
    [Range(1, 1_048_576)]
    public int MaxAnswerTokens { get; set; } = 512;

    /// <summary>Seconds that one answer may take from its turn on. Default 300: a long prompt on a processor alone needs minutes with a large model. In process times the answers that are written at once.</summary>
    [Range(1, 86_400)]
    public int TimeoutSeconds { get; set; } = 300;

    /// <summary>
    /// Answers written at once; others wait in a visible queue. With several servers: at each of them. 0 (default): 8 at a server; in process 4, or fewer where half of the free memory does not hold so many
    /// contexts, and 1 with <see cref="GpuLayers"/>. In process at most 128.
    /// </summary>
    [Range(0, 1024)]
    public int Parallel { get; set; }

    /// <summary>
    /// In process: former requests whose computed beginning is kept for those that begin alike, where the context has room; 0 keeps none. What a request takes of it shows in the time to its first word.
    /// Default 2.
    /// </summary>
    [Range(0, 64)]
    public int KeptPrompts { get; set; } = 2;

    /// <summary>How many may wait; one more is refused. Default 32.</summary>
    [Range(0, 10_000)]
    public int QueueLength { get; set; } = 32;

    /// <summary>How many questions of one person may wait: the others' places stay theirs. Default 4.</summary>
    [Range(0, 1000)]
    public int QueueLengthEach { get; set; } = 4;

    /// <summary>In process: layers of the model that a graphics card computes, with a native library that can. Default 0.</summary>
    [Range(0, 10_000)]
    public int GpuLayers { get; set; }

    /// <summary>In process: threads; 0 (default) takes every processor.</summary>
    [Range(0, 1024)]
    public int Threads { get; set; }

    /// <summary>0 (default): always the likeliest token, so that the same question gets the same answer. A request may set its own.</summary>
    [Range(0, 2)]
    public float Temperature { get; set; }

    /// <summary>Start of the random numbers when <see cref="Temperature"/> is not 0. Default 1.</summary>
    public uint Seed { get; set; } = 1;

    /// <summary>In process: memory in MB that model and context may take; 0 (default): what the machine has free.</summary>
    [Range(0, 64_000_000)]
    public int MaxMemoryMegabytes { get; set; }

    /// <summary>In process: seconds that the trial load in a child process may take. Default 180: a large file comes from a slow disk.</summary>
    [Range(1, 7200)]
    public int ProbeSeconds { get; set; } = 180;

    /// <summary>In process: path of KnowledgePlatform.ModelProbe.dll. Default: modelprobe/ beside the running program (see CopyModelProbe.targets).</summary>
    public string ProbePath { get; set; } = Path.Combine(AppContext.BaseDirectory, "modelprobe", "KnowledgePlatform.ModelProbe.dll");

    /// <summary>Folder that remembers which files were found good; unset: each start checks anew.</summary>
    public string? StateFolder { get; set; }

    /// <summary>Server: further tries before the first word of an answer, when the server is busy or out of reach. Default 2.</summary>
    [Range(0, 10)]
    public int Retries { get; set; } = 2;

    /// <summary>Server: seconds until a connection must stand, and until the list of models must have come. Default 5.</summary>
    [Range(1, 600)]
    public int ConnectSeconds { get; set; } = 5;

    /// <summary>Seconds after which a server that did not answer is looked for again, and several servers are asked how they are. Default 15.</summary>
    [Range(1, 86_400)]
    public int ProbeAgainSeconds { get; set; } = 15;

    /// <summary>Server: true (the default) lets a server that has <c>/tokenize</c> (llama-server, vLLM) count passages before they are packed; false, or a server without: they are estimated, rather too high.</summary>
    public bool CountAtServer { get; set; } = true;

    /// <summary>Server: milliseconds that counting may take for a question; then what is left is estimated. Default 2000.</summary>
    [Range(1, 60_000)]
    public int CountMilliseconds { get; set; } = 2000;

    /// <summary>
    /// Whether answers are written under a grammar that lets the model cite only passages that it was given, in well-formed marks. Default Auto. A server that refuses it gets the request once more without.
    /// </summary>
    public GrammarUse Grammar { get; set; }

    /// <summary>What a million tokens cost that the model reads, in <see cref="UsageOptions.Currency"/>. Default 0.</summary>
    [Range(0, TokenPrices.Highest)]
    public decimal PromptPrice { get; set; }

    /// <summary>What a million tokens cost that the model writes. Default 0.</summary>
    [Range(0, TokenPrices.Highest)]
    public decimal CompletionPrice { get; set; }

    /// <summary>The model sees pictures: shown in the registry.</summary>
    public bool Images { get; set; }

    /// <summary>The model calls tools: shown in the registry.</summary>
    public bool Tools { get; set; }

    /// <summary>It stands for an entry of the registry: messages name the entry's fields, not settings of this section.</summary>
    internal bool Registered { get; init; }

    /// <summary>Why the entry may not be used, for people to read.</summary>
    internal string? Forbidden { get; init; }
}
