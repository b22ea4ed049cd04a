using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Core.Transcription;

/// <summary>How recordings are transcribed: by Whisper in a child process with a model file that the operator puts in place, or by a server. Section "Transcription".</summary>
public sealed class TranscriptionOptions
{
    /// <summary>Path of a Whisper model as whisper.cpp reads it (a ggml file such as ggml-large-v3.bin). Empty (the default): none.</summary>
    public string Model { get; set; } = "";

    /// <summary>
    /// Address of a server with OpenAI's <c>/v1/audio/transcriptions</c>, with or without <c>/v1</c>, as <c>http://10.0.0.5:8000</c>; it takes the place of <see cref="Model"/>. Empty
    /// (the default): none. Recordings go to this host and to no other.
    /// </summary>
    public string Url { get; set; } = "";

    /// <summary>Server: secret key, when it asks for one.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Server: name of the model. Default whisper-1, which most servers take for theirs.</summary>
    [Required]
    public string ServerModel { get; set; } = "whisper-1";

    /// <summary>ISO 639-1 code of the language that is spoken, or "auto" (the default): it is found by the first half minute of each piece.</summary>
    [RegularExpression("^(auto|[a-z]{2,3})$")]
    public string Language { get; set; } = "auto";

    /// <summary>Model: threads; 0 (default) takes every processor.</summary>
    [Range(0, 1024)]
    public int Threads { get; set; }

    /// <summary>Minutes of a recording that are transcribed at most; what comes after is named as left out. Default 360: a day in court.</summary>
    [Range(1, 6_000)]
    public int MaxMinutes { get; set; } = 360;

    /// <summary>
    /// Minutes of one piece, which becomes a part of the document: what a killed worker has to do again at most. It ends in a pause. Default 5; 10 minutes are some 19 MB, and servers
    /// of OpenAI's kind take 25.
    /// </summary>
    [Range(1, 10)]
    public int PieceMinutes { get; set; } = 5;

    /// <summary>Seconds that one minute of a recording may take to transcribe. Default 600: a large model on a few cores takes minutes for it.</summary>
    [Range(1, 86_400)]
    public int SecondsPerMinute { get; set; } = 600;

    /// <summary>Model: seconds until it must be loaded. Default 180: a large file comes from a slow disk.</summary>
    [Range(1, 7_200)]
    public int LoadSeconds { get; set; } = 180;

    /// <summary>Model: bytes of memory that the child may take. Default 6 GiB: the largest model needs some 4.</summary>
    [Range(64L << 20, 1L << 40)]
    public long MemoryLimitBytes { get; set; } = 6L << 30;

    /// <summary>Server: seconds until a connection must stand. Default 5.</summary>
    [Range(1, 600)]
    public int ConnectSeconds { get; set; } = 5;

    /// <summary>Recordings transcribed at once by all workers of this process; others wait. Default 1: it takes every processor.</summary>
    [Range(1, 64)]
    public int AtOnce { get; set; } = 1;

    /// <summary>The program that decodes all but WAV: see deploy/lib/decode-audio. Empty (the default), or without ffmpeg on the machine: only WAV is transcribed.</summary>
    public string Decoder { get; set; } = "";

    // Where Debian puts it; see deploy/lib/sandbox.sh.
    private const string Ffmpeg = "/usr/bin/ffmpeg";

    /// <summary>True when all formats can be decoded; looked up each time, so that ffmpeg may be installed while the platform runs.</summary>
    public bool HasDecoder => Decoder.Length > 0 && File.Exists(Ffmpeg);

    /// <summary>Seconds that decoding may take. Default 600.</summary>
    [Range(5, 7_200)]
    public int DecodeSeconds { get; set; } = 600;

    /// <summary>Path of KnowledgePlatform.Transcriber.dll. Default: transcriber/ beside the running program (see CopyTranscriber.targets).</summary>
    public string ProgramPath { get; set; } = Path.Combine(AppContext.BaseDirectory, "transcriber", "KnowledgePlatform.Transcriber.dll");
}
