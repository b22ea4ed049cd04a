using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.TestKit;
using KnowledgePlatform.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

[assembly: AssemblyFixture(typeof(KnowledgePlatform.Quality.Tests.SampleArchive))]

namespace KnowledgePlatform.Quality.Tests;

/// <summary>The twelve sample documents, taken in by a real worker on the real server; once for all tests.</summary>
public sealed class SampleArchive : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("kp-quality-").FullName;
    private readonly TestDatabase _database = new();
    private IHost? _host;

    /// <summary>The platform's services.</summary>
    public IServiceProvider Services => _host!.Services;

    /// <summary>Who asks.</summary>
    public Caller Reader { get; private set; } = null!;

    /// <summary>The collection of the documents.</summary>
    public Guid Collection { get; private set; }

    /// <summary>Where the samples lie.</summary>
    public static string Folder => Path.Combine(Repository.Root, "deploy", "samples");

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddEnvironmentVariables();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:App"] = _database.Options.App,
            ["Database:Worker"] = _database.Options.Worker,
            ["Files:Folder"] = Path.Combine(_data, "files"),
            // Nothing of the installation whose server is used here.
            ["KP_DATABASE"] = null,
            ["Rendering:CacheFolder"] = Path.Combine(_data, "page-images"),
        });
        builder.Services.AddKnowledgePlatform(builder.Configuration).AddIngestionWorker();
        _host = builder.Build();
        await _host.StartAsync();
        Reader = await _database.AddPersonAsync("reader");
        Collection = await _database.AddCollectionAsync(Reader, "Samples");
        await IngestAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.StopAsync();
            _host.Dispose();
        }

        await _database.DisposeAsync();
        Directory.Delete(_data, true);
    }

    private async Task IngestAsync()
    {
        var documents = Services.GetRequiredService<DocumentStore>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Folder, "documents")))
        {
            await using var content = File.OpenRead(file);
            await Services.GetRequiredService<DocumentUploads>().UploadAsync(Reader, Collection, null, Path.GetFileName(file), content, CancellationToken.None);
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await timer.WaitForNextTickAsync(patience.Token))
        {
            var states = await documents.ListAsync(Reader, Collection, new DocumentQuery(), patience.Token);
            Assert.DoesNotContain(states, document => document.State == "failed");
            if (states.All(document => document.State == "published"))
            {
                return;
            }
        }
    }
}
