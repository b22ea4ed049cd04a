using System.Text;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Core.Embeddings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KnowledgePlatform.Cli.Evaluation;

/// <summary>A test collection taken into a collection of its own, by the path that every document takes. Disposed, it is deleted unless it is to be kept.</summary>
internal sealed class EvaluationCollection : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly bool _keep;
    private readonly Dictionary<Guid, List<string>> _names = [];

    private EvaluationCollection(IHost host, Caller caller, Guid id, bool keep) => (_host, Caller, Id, _keep) = (host, caller, id, keep);

    /// <summary>Who asks.</summary>
    public Caller Caller { get; }

    /// <summary>The collection.</summary>
    public Guid Id { get; }

    /// <summary>Opens the collection kept under a name, or makes one.</summary>
    public static async Task<EvaluationCollection> OpenAsync(IHost host, string? person, string folder, string? keep, CancellationToken cancellationToken)
    {
        var caller = await LocalCaller.FindAsync(host.Services, person, cancellationToken).ConfigureAwait(false);
        var collections = host.Services.GetRequiredService<CollectionStore>();
        var kept = keep is null ? null : await collections.FindByNameAsync(caller, keep, cancellationToken).ConfigureAwait(false);
        var id = kept?.Id ?? await collections.CreateAsync(caller, keep ?? $"eval {folder} {Guid.NewGuid():N}", "", cancellationToken).ConfigureAwait(false);
        return new EvaluationCollection(host, caller, id, keep is not null);
    }

    /// <summary>The ids that the test collection has for a document; several when it holds the same bytes several times.</summary>
    public IReadOnlyList<string> NamesOf(Guid document) => _names[document];

    /// <summary>Takes in what is missing and waits until all is published or listed as failed.</summary>
    public async Task IngestAsync(BeirFolder set, CancellationToken cancellationToken)
    {
        var uploads = _host.Services.GetRequiredService<DocumentUploads>();
        await _host.StartAsync(cancellationToken).ConfigureAwait(false);
        var sent = new EvaluationProgress("sent", set.Documents.Count);
        foreach (var document in set.Documents)
        {
            sent.Show(_names.Count);
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(document.Text));
            var upload = await uploads.UploadAsync(Caller, Id, null, document.Id + ".txt", content, cancellationToken, document.Title).ConfigureAwait(false);
            if (!_names.TryGetValue(upload.DocumentId, out var same))
            {
                _names[upload.DocumentId] = same = [];
            }

            same.Add(document.Id);
        }

        sent.End();
        await WaitAsync(cancellationToken).ConfigureAwait(false);
        await _host.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        // First the workers: a stage under way holds rows that the collection takes with it.
        await _host.StopAsync(CancellationToken.None).ConfigureAwait(false);
        if (!_keep)
        {
            await _host.Services.GetRequiredService<CollectionStore>().DeleteAsync(Caller, Id, CancellationToken.None).ConfigureAwait(false);
        }
    }

    // Where the English model was fetched, its vectors are made right behind: until then a search is not what it will be.
    private async Task WaitForEnglishAsync(CancellationToken cancellationToken)
    {
        var vectors = _host.Services.GetRequiredService<EnglishVectors>();
        while (await vectors.BeginAsync(cancellationToken).ConfigureAwait(false) && await vectors.StatusAsync(cancellationToken).ConfigureAwait(false) is { Waiting: > 0 })
        {
            await Task.Delay(500, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        var documents = _host.Services.GetRequiredService<DocumentStore>();
        var all = await documents.CountAsync(Caller, Id, new DocumentQuery(null, null, 1, 0), cancellationToken).ConfigureAwait(false);
        var progress = new EvaluationProgress("ingested", all);
        while (await documents.CountAsync(Caller, Id, new DocumentQuery("in_progress", null, 1, 0), cancellationToken).ConfigureAwait(false) is > 0 and var open)
        {
            progress.Show(all - open);
            await Task.Delay(500, cancellationToken).ConfigureAwait(false);
        }

        progress.End();
        await WaitForEnglishAsync(cancellationToken).ConfigureAwait(false);
        foreach (var failed in await documents.ListAsync(Caller, Id, new DocumentQuery("failed", null, 500, 0), cancellationToken).ConfigureAwait(false))
        {
            await Console.Error.WriteLineAsync($"{failed.FileName}: {failed.Reason}").ConfigureAwait(false);
        }
    }
}
