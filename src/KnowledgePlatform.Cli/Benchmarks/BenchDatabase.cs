using System.Diagnostics;
using System.Globalization;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Database;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using Pgvector;
using Pgvector.Npgsql;

namespace KnowledgePlatform.Cli.Benchmarks;

/// <summary>A database of made passages, beside the firm's own on the same server: a thousand collections of a document each, and people who may read shares of them.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    /// <summary>Shares of the passages, in percent, for each of which somebody may read so much.</summary>
    public static readonly double[] Visibilities = [100, 10, 1, 0.01];

    private const int Collections = 1_000;
    private const int TokensPerPassage = 250;

    // Built after the rows are in, as a firm does that takes over an archive: their time is part of the figures.
    private static readonly string[] Indexes = ["chunks_terms", "chunks_embedding"];

    private readonly string _server;
    private readonly string _name;

    private BenchDatabase(string server, string name, string owner, DatabaseOptions roles)
    {
        (_server, _name) = (server, name);
        var builder = new NpgsqlDataSourceBuilder(ConnectionDefaults.Apply(owner));
        builder.UseVector();
        Owner = builder.Build();
        Database = new PlatformDatabase(Options.Create(roles));
    }

    /// <summary>The doors as the product uses them.</summary>
    public PlatformDatabase Database { get; }

    /// <summary>Past row-level security.</summary>
    public NpgsqlDataSource Owner { get; }

    /// <summary>Seconds that each step of building took; empty when the database was there.</summary>
    public Dictionary<string, double> BuildSeconds { get; } = [];

    /// <summary>Opens the database of so many passages, or makes it.</summary>
    /// <param name="server">Connection string of the owner.</param>
    /// <param name="passages">How many.</param>
    /// <param name="migrations">The folder migrations/.</param>
    /// <param name="secrets">Folder of the roles' passwords.</param>
    /// <param name="cancellationToken">Ends it; what was made so far is dropped at the next run.</param>
    public static async Task<BenchDatabase> OpenAsync(string server, int passages, string migrations, string secrets, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"kp_bench_{passages}");
        await using (var source = NpgsqlDataSource.Create(ConnectionDefaults.Apply(server)))
        {
            await using var find = source.CreateCommand("select 1 from pg_database where datname = $1");
            find.Parameters.Add(new NpgsqlParameter { Value = name });
            if (await find.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is null)
            {
                await using var create = source.CreateCommand($"create database {name}");
                await create.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        var owner = new NpgsqlConnectionStringBuilder(server) { Database = name, CommandTimeout = 0 }.ConnectionString;
        return new BenchDatabase(server, name, owner, DatabaseBootstrap.Prepare(owner, migrations, secrets));
    }

    /// <summary>True when all passages are in it, with their indexes.</summary>
    public async Task<bool> IsBuiltAsync(CancellationToken cancellationToken) =>
        await ReadAsync<bool>("select exists (select from collections where name = 'built')", cancellationToken).ConfigureAwait(false);

    /// <summary>Fills it and builds its indexes.</summary>
    public async Task BuildAsync(int passages, string model, PassageGenerator texts, VectorGenerator vectors, IProgress<long> progress, CancellationToken cancellationToken)
    {
        await ExecuteAsync("truncate users, collections, embedding_models cascade", cancellationToken).ConfigureAwait(false);
        var definitions = await ReadAsync<string[]>(
            $"select array_agg(pg_get_indexdef(indexrelid) order by array_position(array['{string.Join("','", Indexes)}'], c.relname::text)) from pg_index join pg_class c on c.oid = indexrelid where c.relname in ('{string.Join("','", Indexes)}')",
            cancellationToken).ConfigureAwait(false);
        await ExecuteAsync($"drop index {string.Join(',', Indexes)}", cancellationToken).ConfigureAwait(false);
        await TimeAsync("rows", () => LoadAsync(passages, model, texts, vectors, progress, cancellationToken)).ConfigureAwait(false);
        foreach (var (index, definition) in Indexes.Zip(definitions))
        {
            await TimeAsync(index, () => ExecuteAsync($"set maintenance_work_mem = '2GB'; {definition}", cancellationToken)).ConfigureAwait(false);
        }

        await TimeAsync("statistics", () => ExecuteAsync("vacuum analyze chunks", cancellationToken)).ConfigureAwait(false);
        await ExecuteAsync("analyze", cancellationToken).ConfigureAwait(false);
        await ExecuteAsync("insert into collections (name) values ('built')", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Bytes of the chunks with all their indexes, and of each index.</summary>
    public async Task<Dictionary<string, long>> SizesAsync(CancellationToken cancellationToken) => new()
    {
        ["bytes"] = await ReadAsync<long>("select pg_total_relation_size('chunks')", cancellationToken).ConfigureAwait(false),
        ["bm25_bytes"] = await ReadAsync<long>("select pg_relation_size('chunks_terms')", cancellationToken).ConfigureAwait(false),
        ["hnsw_bytes"] = await ReadAsync<long>("select pg_relation_size('chunks_embedding')", cancellationToken).ConfigureAwait(false),
    };

    /// <summary>The person who may read a share, and the collections that makes.</summary>
    public async Task<(Caller Caller, Guid[] Collections)> ReaderAsync(double visibility, CancellationToken cancellationToken)
    {
        var id = await ReadAsync<Guid>($"select id from users where user_name = '{Reader(visibility)}'", cancellationToken).ConfigureAwait(false);
        return (new Caller(id), await ReadAsync<Guid[]>($"select array_agg(collection_id) from grants where user_id = '{id}'", cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Drops the database.</summary>
    public async Task DropAsync()
    {
        await DisposeAsync().ConfigureAwait(false);
        await using var source = NpgsqlDataSource.Create(ConnectionDefaults.Apply(_server));
        await using var drop = source.CreateCommand($"drop database if exists {_name} with (force)");
        await drop.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync().ConfigureAwait(false);
        await Owner.DisposeAsync().ConfigureAwait(false);
    }

    private static string Reader(double visibility) => string.Create(CultureInfo.InvariantCulture, $"reader {visibility}");

    // The last collection holds the smallest share; the others hold the rest in equal parts.
    private async Task LoadAsync(int passages, string model, PassageGenerator texts, VectorGenerator vectors, IProgress<long> progress, CancellationToken cancellationToken)
    {
        var smallest = Math.Max(1, (int)(passages * Visibilities[^1] / 100));
        await ExecuteAsync(
            $"""
            insert into embedding_models (name, dimensions) values ('{model}', 384);
            insert into collections (name) select 'collection ' || n from generate_series(1, {Collections}) n;
            insert into documents (collection_id, title) select id, 'document of ' || name from collections;
            insert into document_versions (document_id, collection_id, number, file_name, sha256, size_bytes, state, language, chunk_count)
                select d.id, d.collection_id, 1, d.title || '.txt', sha256(d.title::bytea), 1, 'published', 'en', case when d.title = 'document of collection {Collections}' then {smallest} else {passages / Collections} end from documents d;
            update documents d set current_version_id = v.id from document_versions v where v.document_id = d.id;
            """, cancellationToken).ConfigureAwait(false);
        foreach (var visibility in Visibilities)
        {
            var share = visibility == Visibilities[^1] ? $"name = 'collection {Collections}'"
                : string.Create(CultureInfo.InvariantCulture, $"substr(name, 12)::int <= {Collections * visibility / 100}");
            var reader = Reader(visibility);
            await ExecuteAsync(
                $"""
                insert into users (user_name, normalized_user_name) values ('{reader}', upper('{reader}'));
                insert into grants (collection_id, user_id, role) select c.id, u.id, 'reader' from collections c, users u where u.user_name = '{reader}' and {share};
                """, cancellationToken).ConfigureAwait(false);
        }

        var modelId = await ReadAsync<short>($"select id from embedding_models where name = '{model}'", cancellationToken).ConfigureAwait(false);
        var documents = new List<(Guid Version, Guid Document, Guid Collection)>();
        await using (var find = Owner.CreateCommand(
            "select v.id, v.document_id, v.collection_id from document_versions v join collections c on c.id = v.collection_id order by substr(c.name, 12)::int"))
        await using (var rows = await find.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
        {
            while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                documents.Add((rows.GetGuid(0), rows.GetGuid(1), rows.GetGuid(2)));
            }
        }

        // Two writers keep both cores of the server busy with the stems of the rows; each has every second passage.
        var writers = Environment.ProcessorCount;
        long written = 0;
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(
            async () =>
            {
                await using var connection = await Owner.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                await using var copy = await connection.BeginBinaryImportAsync(
                    "copy chunks (version_id, document_id, collection_id, ordinal, heading_path, context, text, language, token_count, first_page, pieces, boxes, embedding_model_id, embedding) from stdin (format binary)",
                    cancellationToken).ConfigureAwait(false);
                copy.Timeout = TimeSpan.Zero;
                for (var passage = writer; passage < passages; passage += writers)
                {
                    var inSmallest = passage >= passages - smallest;
                    var (version, document, collection) = documents[inSmallest ? Collections - 1 : passage % (Collections - 1)];
                    var text = texts.Passage(passage);
                    await copy.StartRowAsync(cancellationToken).ConfigureAwait(false);
                    await copy.WriteAsync(version, NpgsqlDbType.Uuid, cancellationToken).ConfigureAwait(false);
                    await copy.WriteAsync(document, NpgsqlDbType.Uuid, cancellationToken).ConfigureAwait(false);
                    await copy.WriteAsync(collection, NpgsqlDbType.Uuid, cancellationToken).ConfigureAwait(false);
                    await copy.WriteAsync(passage, NpgsqlDbType.Integer, cancellationToken).ConfigureAwait(false);
                    await copy.WriteAsync("", NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
                    await copy.WriteAsync("", NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
                    await copy.WriteAsync(text, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
                    await copy.WriteAsync("en", NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
                    await copy.WriteAsync(TokensPerPassage, NpgsqlDbType.Integer, cancellationToken).ConfigureAwait(false);
                    await copy.WriteAsync(1, NpgsqlDbType.Integer, cancellationToken).ConfigureAwait(false);
                    await copy.WriteAsync(new[] { 1, 0, text.Length }, NpgsqlDbType.Array | NpgsqlDbType.Integer, cancellationToken).ConfigureAwait(false);
                    await copy.WriteAsync(Array.Empty<float>(), NpgsqlDbType.Array | NpgsqlDbType.Real, cancellationToken).ConfigureAwait(false);
                    await copy.WriteAsync(modelId, NpgsqlDbType.Smallint, cancellationToken).ConfigureAwait(false);
                    await copy.WriteAsync(new HalfVector(vectors.Of(passage)), "halfvec", cancellationToken).ConfigureAwait(false);
                    if (Interlocked.Increment(ref written) % 1_000 == 0)
                    {
                        progress.Report(written);
                    }
                }

                await copy.CompleteAsync(cancellationToken).ConfigureAwait(false);
            },
            cancellationToken))).ConfigureAwait(false);
    }

    private async Task TimeAsync(string step, Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work().ConfigureAwait(false);
        BuildSeconds[step] = Math.Round(clock.Elapsed.TotalSeconds, 1);
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{step}: {clock.Elapsed.TotalSeconds:F1} s")).ConfigureAwait(false);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = await Owner.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        // VACUUM will not run with anything beside it.
        foreach (var statement in sql.StartsWith("vacuum", StringComparison.Ordinal) ? [sql] : sql.Split(";\n"))
        {
            if (!string.IsNullOrWhiteSpace(statement))
            {
                await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<T> ReadAsync<T>(string sql, CancellationToken cancellationToken)
    {
        await using var command = Owner.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }
}
