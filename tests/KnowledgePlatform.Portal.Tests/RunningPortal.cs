using KnowledgePlatform.Core.Access;
using KnowledgePlatform.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

[assembly: AssemblyFixture(typeof(KnowledgePlatform.Portal.Tests.RunningPortal))]

namespace KnowledgePlatform.Portal.Tests;

/// <summary>The real program on a free port of the loopback address, on a fresh database; one for all tests of this project.</summary>
public sealed class RunningPortal : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("kp-portal-").FullName;
    private WebApplication? _app;

    /// <summary>Its database.</summary>
    public TestDatabase Database { get; } = new();

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The data folder.</summary>
    public string DataFolder => _data;

    /// <summary>The first administrator, as made at its start.</summary>
    public Caller Administrator { get; private set; } = null!;

    /// <summary>The first administrator's password.</summary>
    public string AdministratorPassword { get; private set; } = "";

    /// <summary>A part of the running program.</summary>
    public T Part<T>() where T : notnull => _app!.Services.GetRequiredService<T>();

    /// <summary>Settings with which a program uses this database and folder.</summary>
    public string[] Arguments =>
    [
        "--urls=http://127.0.0.1:0",
        // Answers are quotations here: what the model does is tested in Core, and loading it for every run takes time.
        "--Chat:Engine=None",
        // The server that the tests run on is not the installation that this program is to use.
        "--KP_DATABASE=",
        $"--Database:App={Database.Options.App}",
        $"--Database:Worker={Database.Options.Worker}",
        $"--Data:Folder={_data}",
        $"--Files:Folder={Path.Combine(_data, "files")}",
        $"--Rendering:CacheFolder={Path.Combine(_data, "page-images")}",
        "--SignIn:RevalidateSeconds=1",
        "--Logging:LogLevel:Default=Warning",
    ];

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        _app = Program.Build(Arguments);
        await _app.StartAsync();
        Address = new Uri(_app.Urls.Single());
        AdministratorPassword = (await File.ReadAllLinesAsync(Path.Combine(_data, "secrets", "first-administrator")))[1];
        Administrator = new Caller(await Database.OwnerAsync<Guid>("select id from users where user_name = 'admin'"));
    }

    /// <summary>Adds a person with a fresh name; unless <paramref name="given"/>, as one who changed the password already.</summary>
    public async Task<FreshPassword> AddPersonAsync(string name, bool administrator = false, bool given = false)
    {
        var fresh = await Part<PeopleStore>().AddAsync(
            Administrator, $"{name}-{Guid.NewGuid():N}"[..(name.Length + 7)], "", administrator, CancellationToken.None);
        await Database.OwnerAsync<Guid>($"update users set password_given = {given} where id = '{fresh.PersonId}' returning id");
        return fresh;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        await Database.DisposeAsync();
        Directory.Delete(_data, true);
    }
}
