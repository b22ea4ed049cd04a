using System.Text;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Core.Files;
using KnowledgePlatform.TestKit;
using Npgsql;
using Xunit;
using Options = Microsoft.Extensions.Options.Options;

namespace KnowledgePlatform.Resilience.Tests;

/// <summary>A fresh installation on the tests' own server: a database, a data folder, one person with a collection, and its workers.</summary>
internal sealed class Archive : IAsyncDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("kp-kill-data-").FullName;
    private readonly List<WorkerProcess> _workers = [];
    private PlatformDatabase _database = null!;
    private DocumentUploads _uploads = null!;

    private Archive(string owner) => Owner = owner;

    public string Owner { get; }

    public Caller Person { get; private set; } = null!;

    public Guid Collection { get; private set; }

    public DocumentStore Documents { get; private set; } = null!;

    public static async Task<Archive> CreateAsync(OwnPostgres server)
    {
        var name = "kp_kill_" + Guid.NewGuid().ToString("N");
        await using (var postgres = NpgsqlDataSource.Create(server.Owner("postgres")))
        await using (var create = postgres.CreateCommand($"create database {name}"))
        {
            await create.ExecuteNonQueryAsync();
        }

        var archive = new Archive(server.Owner(name));
        // Roles belong to the whole server: every archive gives them the same passwords.
        Directory.CreateDirectory(Path.Combine(archive._data, "secrets"));
        await File.WriteAllTextAsync(Path.Combine(archive._data, "secrets", "database-app"), "only-for-tests");
        await File.WriteAllTextAsync(Path.Combine(archive._data, "secrets", "database-worker"), "only-for-tests");
        var roles = DatabaseBootstrap.Prepare(archive.Owner, Path.Combine(Repository.Root, "migrations"), Path.Combine(archive._data, "secrets"));
        archive._database = new PlatformDatabase(Options.Create(roles));
        archive.Documents = new DocumentStore(archive._database);
        archive._uploads = new DocumentUploads(
            archive._database, new FileStore(Options.Create(new FileStoreOptions { Folder = Path.Combine(archive._data, "files") })),
            new DocumentPasswords(archive._database, new Microsoft.AspNetCore.DataProtection.EphemeralDataProtectionProvider()));
        archive.Person = new Caller(await archive.ReadAsync<Guid>("insert into users (user_name, normalized_user_name) values ('ann', 'ANN') returning id"));
        await using var session = await archive._database.BeginAsync(archive.Person, CancellationToken.None);
        archive.Collection = await session.ReadAsync<Guid>("select kp_create_collection('Cases', '')", null, CancellationToken.None);
        await session.CommitAsync(CancellationToken.None);
        return archive;
    }

    public WorkerProcess StartWorker(int attempts = 5)
    {
        var worker = new WorkerProcess(Owner, _data, attempts);
        _workers.Add(worker);
        return worker;
    }

    /// <summary>Uploads a document and returns its version.</summary>
    public async Task<UploadResult> UploadAsync(string fileName, byte[] content)
    {
        using var stream = new MemoryStream(content);
        var upload = await _uploads.UploadAsync(Person, Collection, null, fileName, stream, CancellationToken.None);
        Assert.False(upload.AlreadyThere);
        return upload;
    }

    public Task<UploadResult> UploadAsync(string fileName, string content) => UploadAsync(fileName, Encoding.UTF8.GetBytes(content));

    /// <summary>The first column of the first row, read as the owner.</summary>
    public Task<T> ReadAsync<T>(string sql, params object[] values) => CommandAsync(sql, values, async command => (T)(await command.ExecuteScalarAsync())!);

    /// <summary>Statements run as the owner.</summary>
    /// <returns>How many rows they wrote.</returns>
    public Task<int> RunAsync(string sql, params object[] values) => CommandAsync(sql, values, command => command.ExecuteNonQueryAsync());

    /// <summary>Returns when the query says true; the test fails when that takes longer than any machine needs.</summary>
    public Task UntilAsync(string what, string sql, params object[] values) => UntilAsync(what, () => ReadAsync<bool>(sql, values));

    /// <inheritdoc cref="UntilAsync(string, string, object[])" />
    public async Task UntilAsync(string what, Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await condition())
        {
            try
            {
                await timer.WaitForNextTickAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                var states = await ReadAsync<string>("select coalesce(string_agg(state || ' ' || n, ', '), 'none') from (select state, count(*) n from document_versions group by 1) s");
                var jobs = await ReadAsync<string>(
                    """
                    select coalesce(string_agg(j.id || ' ' || j.statename || ' queued ' || coalesce(q.fetchedat::text, case when q.id is null then 'never' else 'unfetched' end) ||
                                               ' version ' || coalesce(v.state, 'of another job'), E'\n'), 'none')
                    from hangfire.job j left join hangfire.jobqueue q on q.jobid = j.id left join document_versions v on v.job_id = j.id
                    where j.statename in ('Enqueued', 'Processing') or q.id is not null
                    """);
                Assert.Fail($"waited in vain until {what}; versions: {states}; jobs: {jobs}\n{string.Join('\n', _workers.Select(worker => worker.Said))}");
            }
        }
    }

    public Task UntilFinishedAsync() => UntilAsync(
        "every version has ended and no job is left",
        """
        select not exists (select from document_versions where state not in ('published', 'superseded', 'failed'))
           and not exists (select from hangfire.jobqueue) and not exists (select from hangfire.job where statename in ('Enqueued', 'Processing'))
        """);

    public async ValueTask DisposeAsync()
    {
        _workers.ForEach(worker => worker.Dispose());
        await _database.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        Directory.Delete(_data, true);
    }

    private async Task<T> CommandAsync<T>(string sql, object[] values, Func<NpgsqlCommand, Task<T>> run)
    {
        await using var connection = new NpgsqlConnection(Owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        Array.ForEach(values, value => command.Parameters.Add(new NpgsqlParameter { Value = value }));
        return await run(command);
    }
}
