using System.CommandLine;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Core.Files;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Spectre.Console;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp ingest: adds files and folders to a collection.</summary>
internal static class IngestCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("path") { Description = "Files, or folders with all files in them.", Arity = ArgumentArity.OneOrMore };
        var collection = new Option<string>("--collection", "-c") { Description = "Name of the collection; made when there is none.", Required = true };
        var wait = new Option<bool>("--wait") { Description = "Work on the documents now and return when each is published or listed with a reason." };
        var tags = new Option<string[]>("--tag") { Description = "A tag for each of the documents; may be given several times.", AllowMultipleArgumentsPerToken = false };
        var (password, passwordFile) = (CommonOptions.Password(), CommonOptions.PasswordFile());
        var json = CommonOptions.Json();
        var person = CommonOptions.As();
        var command = new Command("ingest", "Add files and folders to a collection.") { paths, collection, wait, tags, password, passwordFile, json, person };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => RunAsync(
            parsed.GetValue(paths)!, parsed.GetValue(collection)!, parsed.GetValue(wait), parsed.GetValue(tags) ?? [], CommonOptions.Read(parsed.GetValue(password), parsed.GetValue(passwordFile)), parsed.GetValue(json), parsed.GetValue(person),
            token)));
        return command;
    }

    private static async Task<int> RunAsync(
        string[] paths, string collectionName, bool wait, string[] tags, string? password, bool json, string? person, CancellationToken cancellationToken)
    {
        // Before anything is taken: a tag that cannot be given is a slip of the hand.
        tags = [.. tags.Select(DocumentTagStore.Checked)];
        var files = Files(paths);
        using var host = PlatformHost.Build(worker: wait);
        var caller = await LocalCaller.FindAsync(host.Services, person, cancellationToken).ConfigureAwait(false);
        var collection = await CollectionAsync(host.Services.GetRequiredService<CollectionStore>(), caller, collectionName, cancellationToken).ConfigureAwait(false);
        if (wait)
        {
            await host.StartAsync(cancellationToken).ConfigureAwait(false);
        }

        var (documents, taking) = (host.Services.GetRequiredService<DocumentStore>(), host.Services.GetRequiredService<DocumentUploads>());
        var uploads = new List<UploadResult>();
        var refused = 0;
        foreach (var file in files)
        {
            try
            {
                await using var content = File.OpenRead(file);
                uploads.Add(await taking.UploadAsync(caller, collection, null, Path.GetFileName(file), content, cancellationToken, password: password).ConfigureAwait(false));
            }
            catch (Exception error) when (error is FileTooLargeException or IOException or UnauthorizedAccessException)
            {
                // One file does not hold up the others.
                refused++;
                await Console.Error.WriteLineAsync($"kp: {file} was not taken: {error.Message}").ConfigureAwait(false);
            }
        }

        await TagAsync(host.Services.GetRequiredService<DocumentTagStore>(), caller, uploads, tags, cancellationToken).ConfigureAwait(false);
        var versions = wait
            ? await WaitForAllAsync(documents, caller, uploads, cancellationToken).ConfigureAwait(false)
            : await StatesAsync(documents, caller, uploads, cancellationToken).ConfigureAwait(false);
        if (wait)
        {
            await host.StopAsync(cancellationToken).ConfigureAwait(false);
        }

        Print(versions, json);
        // Of the files within files there are always some that nobody means to read.
        return refused > 0 || (wait && versions.Take(uploads.Count).Any(version => version.State == "failed")) ? 1 : 0;
    }

    private static async Task TagAsync(DocumentTagStore store, Caller caller, IReadOnlyList<UploadResult> uploads, string[] tags, CancellationToken cancellationToken)
    {
        foreach (var document in uploads.Select(upload => upload.DocumentId).Distinct())
        {
            foreach (var tag in tags)
            {
                await store.AddAsync(caller, document, tag, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // The files within a file come to be when it is published; those within them, when they are.
    private static async Task<IReadOnlyList<DocumentVersion>> WaitForAllAsync(
        DocumentStore documents, Caller caller, IReadOnlyList<UploadResult> uploads, CancellationToken cancellationToken)
    {
        var versions = new List<DocumentVersion>();
        for (var level = uploads; level.Count > 0;)
        {
            versions.AddRange(await WaitAsync(documents, caller, level, cancellationToken).ConfigureAwait(false));
            var members = new List<UploadResult>();
            foreach (var holder in level.Select(upload => upload.DocumentId).Distinct())
            {
                members.AddRange((await documents.MembersAsync(caller, holder, cancellationToken).ConfigureAwait(false))
                    .Select(member => new UploadResult(member.Id, member.VersionId, member.Title, true)));
            }

            level = members;
        }

        return versions;
    }

    internal static async Task<IReadOnlyList<DocumentVersion>> WaitAsync(
        DocumentStore documents, Caller caller, IReadOnlyList<UploadResult> uploads, CancellationToken cancellationToken)
    {
        var open = uploads.Select(upload => upload.VersionId).ToHashSet();
        var done = new Dictionary<Guid, DocumentVersion>();
        while (open.Count > 0)
        {
            foreach (var id in open.ToList())
            {
                var version = await documents.FindVersionAsync(caller, id, cancellationToken).ConfigureAwait(false)
                    ?? throw new CommandRunner.CommandException("a document was deleted while it was waited for");
                if (version.State is not ("published" or "failed" or "superseded"))
                {
                    break; // They are worked on in this order, more or less: what comes later need not be asked for yet.
                }

                done[id] = version;
                open.Remove(id);
            }

            if (open.Count > 0)
            {
                await Task.Delay(250, cancellationToken).ConfigureAwait(false);
            }
        }

        return [.. uploads.Select(upload => done[upload.VersionId])];
    }

    internal static async Task<Guid> CollectionAsync(CollectionStore collections, Caller caller, string name, CancellationToken cancellationToken) =>
        (await collections.FindByNameAsync(caller, name, cancellationToken).ConfigureAwait(false))?.Id
        ?? await collections.CreateAsync(caller, name, "", cancellationToken).ConfigureAwait(false);

    private static async Task<IReadOnlyList<DocumentVersion>> StatesAsync(
        DocumentStore documents, Caller caller, IReadOnlyList<UploadResult> uploads, CancellationToken cancellationToken)
    {
        var versions = new List<DocumentVersion>();
        foreach (var upload in uploads)
        {
            versions.Add((await documents.FindVersionAsync(caller, upload.VersionId, cancellationToken).ConfigureAwait(false))!);
        }

        return versions;
    }

    private static List<string> Files(string[] paths)
    {
        var files = new List<string>();
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                files.AddRange(Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
            }
            else if (File.Exists(path))
            {
                files.Add(path);
            }
            else
            {
                throw new CommandRunner.CommandException($"'{path}' is neither a file nor a folder");
            }
        }

        return files;
    }

    private static void Print(IReadOnlyList<DocumentVersion> versions, bool json)
    {
        if (json)
        {
            CommandRunner.PrintJson(versions.Select(version => new
            {
                id = version.DocumentId, version = version.Id, file = version.FileName, state = version.State, reason = version.Reason,
                pages = version.PageCount, passages = version.ChunkCount,
            }));
            return;
        }

        var table = new Table().AddColumn("file").AddColumn("state").AddColumn(new TableColumn("pages").RightAligned())
            .AddColumn(new TableColumn("passages").RightAligned()).AddColumn("reason");
        foreach (var version in versions)
        {
            table.AddRow(Markup.Escape(version.FileName), version.State, $"{version.PageCount}", $"{version.ChunkCount}", Markup.Escape(version.Reason ?? ""));
        }

        AnsiConsole.Write(table);
    }
}
