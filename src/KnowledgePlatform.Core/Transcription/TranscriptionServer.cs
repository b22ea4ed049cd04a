using System.Buffers.Binary;
using System.Net.Http.Headers;
using System.Text.Json;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Transcription;

/// <summary>A server with OpenAI's <c>/v1/audio/transcriptions</c>: whisper.cpp, vLLM, speaches. No other host is ever spoken to: no proxy, no redirect is followed.</summary>
internal sealed class TranscriptionServer : ITranscriptionEngine
{
    private const int LargestAnswer = 32 << 20;
    private const int WaveHead = 44;

    private readonly TranscriptionOptions _options;
    private readonly Uri _address;
    private readonly HttpClient _http;

    /// <summary>Connects to nothing yet.</summary>
    /// <exception cref="TranscriptionException">The address is none.</exception>
    public TranscriptionServer(TranscriptionOptions options)
    {
        _options = options;
        _address = Address(options.Url);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(options.ConnectSeconds),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LargestAnswer,
        };
    }

    private string Shown => $"{_address.Host}:{_address.Port}";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SpokenSegment>> TranscribeAsync(byte[] samples, CancellationToken cancellationToken)
    {
        var seconds = SoundFile.Seconds(samples.Length / SoundPiece.SampleBytes);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ending.CancelAfter(TimeSpan.FromSeconds(Math.Max(1, seconds / 60) * _options.SecondsPerMinute));
        try
        {
            using var request = Request(samples);
            using var response = await _http.SendAsync(request, ending.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw OfStatus((int)response.StatusCode);
            }

            using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(ending.Token).ConfigureAwait(false));
            return Segments(answer.RootElement, seconds) ?? throw NotTheProtocol(null);
        }
        catch (HttpRequestException fault)
        {
            throw TranscriptionException.Passing(
                fault.HttpRequestError == HttpRequestError.SecureConnectionError ? $"The certificate of the transcription server at {Shown} is not trusted." : $"The transcription server at {Shown} does not answer.", fault);
        }
        catch (JsonException fault)
        {
            throw NotTheProtocol(fault);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw TranscriptionException.Passing($"The transcription server at {Shown} took longer than it may (Transcription:SecondsPerMinute).", fault);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private static Uri Address(string url)
    {
        if (!Uri.TryCreate(url.Trim(), UriKind.Absolute, out var given) || given.Scheme is not ("http" or "https"))
        {
            throw TranscriptionException.SetUp("The recording cannot be transcribed here: the address of the transcription server (Transcription:Url) is not of the form http://host:port or https://host:port.");
        }

        var path = given.AbsolutePath.TrimEnd('/');
        return new Uri(new Uri(given.GetLeftPart(UriPartial.Authority)), (path.Length == 0 ? "/v1" : path) + "/audio/transcriptions");
    }

    private HttpRequestMessage Request(byte[] samples)
    {
        var sound = new ByteArrayContent([.. Head(samples.Length), .. samples]);
        sound.Headers.ContentType = new MediaTypeHeaderValue("audio/wav");
        // The name says nothing of the document: a server may log it.
        var form = new MultipartFormDataContent
        {
            { sound, "file", "piece.wav" }, { new StringContent(_options.ServerModel), "model" }, { new StringContent("verbose_json"), "response_format" }, { new StringContent("0"), "temperature" },
        };
        if (_options.Language != "auto")
        {
            form.Add(new StringContent(_options.Language), "language");
        }

        var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = form };
        request.Headers.Authorization = string.IsNullOrEmpty(_options.ApiKey) ? null : new AuthenticationHeaderValue("Bearer", _options.ApiKey);
        return request;
    }

    private static byte[] Head(int bytes)
    {
        var head = new byte[WaveHead];
        var at = head.AsSpan();
        "RIFF"u8.CopyTo(at);
        "WAVEfmt "u8.CopyTo(at[8..]);
        "data"u8.CopyTo(at[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(at[4..], WaveHead - 8 + bytes);
        BinaryPrimitives.WriteInt32LittleEndian(at[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(at[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(at[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(at[24..], SoundPiece.Rate);
        BinaryPrimitives.WriteInt32LittleEndian(at[28..], SoundPiece.Rate * SoundPiece.SampleBytes);
        BinaryPrimitives.WriteInt16LittleEndian(at[32..], SoundPiece.SampleBytes);
        BinaryPrimitives.WriteInt16LittleEndian(at[34..], SoundPiece.SampleBytes * 8);
        BinaryPrimitives.WriteInt32LittleEndian(at[40..], bytes);
        return head;
    }

    // A server that knows no verbose_json gives the text alone: then the whole piece is one segment.
    private static List<SpokenSegment>? Segments(JsonElement answer, double seconds)
    {
        if (answer.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (answer.TryGetProperty("segments", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            return [.. list.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.Object).Select(one => new SpokenSegment(Number(one, "start"), Number(one, "end"), Text(one) ?? ""))];
        }

        return Text(answer) is { } text ? [new SpokenSegment(0, seconds, text)] : null;
    }

    private static string? Text(JsonElement from) => from.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static double Number(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number : 0;

    private TranscriptionException NotTheProtocol(Exception? fault) =>
        TranscriptionException.SetUp($"The recording cannot be transcribed here: what answers at {Shown} does not speak OpenAI's protocol; is the address (Transcription:Url) right?", fault);

    // No message quotes the server: its answer may quote the recording.
    private TranscriptionException OfStatus(int status) => status switch
    {
        429 or 503 => TranscriptionException.Passing($"The transcription server at {Shown} is not ready, or too busy."),
        >= 500 => TranscriptionException.Passing($"The transcription server at {Shown} failed (HTTP {status})."),
        _ => TranscriptionException.SetUp($"The recording cannot be transcribed here: the transcription server at {Shown} " + status switch
        {
            401 or 403 => "refused the key (Transcription:ApiKey).",
            404 => "does not know the model or the path (Transcription:ServerModel, Transcription:Url).",
            >= 300 and < 400 => "sends on to another address, which is not followed (Transcription:Url).",
            _ => $"did not accept the request (HTTP {status}).",
        }),
    };
}
