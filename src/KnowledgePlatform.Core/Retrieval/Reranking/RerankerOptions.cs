using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Core.Retrieval.Reranking;

/// <summary>A model of the operator's that reads question and passage together and orders the best candidates anew; none ships. Section "Retrieval:Reranker".</summary>
public sealed class RerankerOptions
{
    /// <summary>
    /// Address of a server with <c>/v1/rerank</c> (llama-server --rerank, vLLM), with or without <c>/v1</c> or the whole path, as <c>http://10.0.0.5:8080</c>; it takes the place of
    /// <see cref="Folder"/>. Empty (the default): none. Questions and passages go to this host and to no other.
    /// </summary>
    public string Url { get; set; } = "";

    /// <summary>Server: secret key, when it asks for one.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Server: name of the model; unset leaves it to the server.</summary>
    public string? ServerModel { get; set; }

    /// <summary>
    /// Folder with a cross-encoder: <c>model.onnx</c> and its tokenizer, <c>sentencepiece.bpe.model</c> (XLM-RoBERTa's kind) or <c>vocab.txt</c> (BERT's kind, lower case). Empty (the
    /// default): none.
    /// </summary>
    public string Folder { get; set; } = "";

    /// <summary>The first so many passages are read by it. Default 30.</summary>
    [Range(2, 500)]
    public int Candidates { get; set; } = 30;

    /// <summary>Milliseconds until it must have answered; a search that waits longer keeps the order it had. Default 1,500.</summary>
    [Range(10, 60_000)]
    public int BudgetMilliseconds { get; set; } = 1_500;

    /// <summary>What its judgement counts for beside the order before, 0 to 1. Default 0.7; not measured, since none ships.</summary>
    [Range(0.0, 1.0)]
    public double Weight { get; set; } = 0.7;

    /// <summary>Characters of a passage with its title that are sent. Default 2,000: a passage has some 1,000.</summary>
    [Range(100, 100_000)]
    public int MaxCharacters { get; set; } = 2_000;

    /// <summary>Folder: tokens of question and passage together. Default 512, what such models were trained for.</summary>
    [Range(16, 8192)]
    public int MaxTokens { get; set; } = 512;

    /// <summary>Folder: pairs that are computed at the same time, one processor each; 0 (default) takes every processor.</summary>
    [Range(0, 1024)]
    public int Threads { get; set; }

    /// <summary>Failures one after the other after which it is left alone for <see cref="PauseSeconds"/>, so that not every question waits for nothing. Default 3.</summary>
    [Range(1, 1000)]
    public int FailuresBeforePause { get; set; } = 3;

    /// <summary>Seconds for which it is left alone then. Default 30.</summary>
    [Range(0, 86_400)]
    public int PauseSeconds { get; set; } = 30;
}
