using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Portal.Access;
using Microsoft.AspNetCore.Components;
using Npgsql;

namespace KnowledgePlatform.Portal.Layout;

/// <summary>
/// What pages share: they load once, on the circuit (the first paint shows the frame only, so nothing is read twice), and a refusal becomes a message.
/// </summary>
public abstract class PortalPage : ComponentBase, IDisposable
{
    /// <summary>What is said while the database is away.</summary>
    internal const string DatabaseSilent = "The database does not answer just now. Try again in a moment.";
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationToken _closed;
    private Task _reading = Task.CompletedTask;
    private object? _shown;
    private bool _watching;

    /// <summary>Keeps the token: what still runs when the page is left asks for it after its source is gone.</summary>
    protected PortalPage() => _closed = _closing.Token;

    /// <summary>Messages to the person.</summary>
    [Inject]
    protected Notices Notices { get; set; } = null!;

    /// <summary>Addresses.</summary>
    [Inject]
    protected NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private CallerAccessor Callers { get; set; } = null!;

    [Inject]
    private ILogger<PortalPage> WatchLog { get; set; } = null!;

    /// <summary>On whose behalf; set before <see cref="LoadAsync"/>.</summary>
    protected Caller Caller { get; private set; } = null!;

    /// <summary>Ends when the page is left.</summary>
    protected CancellationToken Closing => _closed;

    /// <summary>True once <see cref="LoadAsync"/> is through.</summary>
    protected bool Loaded { get; private set; }

    /// <summary>Why the page cannot be shown, or null.</summary>
    protected string? Refusal { get; private set; }

    /// <summary>What the address names; the page stays when only that changes, and is read anew.</summary>
    protected virtual object? Subject => null;

    /// <summary>Reads what the page shows. <see cref="Subject"/> may change meanwhile: what was asked for at the beginning is kept, all of it at the end.</summary>
    protected abstract Task LoadAsync();

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        if (!RendererInfo.IsInteractive)
        {
            return;
        }

        Caller = await Callers.GetAsync();
        await ShowAnewAsync();
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        // Without a caller the first reading is still to come, and takes the address as it is then.
        if (Caller is not null && !Equals(_shown, Subject))
        {
            await ShowAnewAsync();
        }
    }

    /// <summary>Reads the page anew, such as for another address that it stands for; a refusal takes its place, as at the first time.</summary>
    protected async Task ShowAnewAsync()
    {
        try
        {
            await ShowReadAsync();
        }
        catch (NpgsqlException error) when (error.IsTransient)
        {
            Log.DatabaseSilent(WatchLog, error, GetType().Name);
            (Loaded, Refusal) = (false, DatabaseSilent);
        }
    }

    /// <summary>Does something and says so; a refusal is said instead and gives false.</summary>
    protected async Task<bool> TryAsync(Func<Task> action, string? done = null)
    {
        ArgumentNullException.ThrowIfNull(action);
        try
        {
            await action();
        }
        catch (RefusedException refused)
        {
            Notices.Problem(refused.Message);
            return false;
        }
        catch (NpgsqlException error) when (error.IsTransient)
        {
            Log.DatabaseSilent(WatchLog, error, GetType().Name);
            Notices.Problem(DatabaseSilent);
            return false;
        }

        if (done is not null)
        {
            Notices.Done(done);
        }

        return true;
    }

    /// <summary>Does something, says so, and shows the page as it is then: also when the person may not see it any more.</summary>
    protected async Task<bool> ActAsync(Func<Task> action, string? done = null)
    {
        var acted = await TryAsync(action, done);
        try
        {
            await ShowReadAsync();
        }
        catch (NpgsqlException error) when (error.IsTransient)
        {
            // The page stays as it was; that the database is away was said when the act failed.
            Log.DatabaseSilent(WatchLog, error, GetType().Name);
            if (acted)
            {
                Notices.Problem(DatabaseSilent);
            }
        }

        return acted;
    }

    /// <summary>Reads the page again every second while something on it goes on; nobody asks when nothing does. Begun twice, it runs once.</summary>
    /// <param name="goesOn">Asked after each reading.</param>
    protected void WatchWhile(Func<bool> goesOn)
    {
        ArgumentNullException.ThrowIfNull(goesOn);
        if (!_watching && goesOn())
        {
            _watching = true;
            _ = InvokeAsync(() => WatchAsync(goesOn));
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    private async Task ShowReadAsync()
    {
        _shown = Subject;
        try
        {
            await ReadAsync();
            (Loaded, Refusal) = (true, null);
        }
        catch (RefusedException refused)
        {
            (Loaded, Refusal) = (false, refused.Message);
        }
    }

    // One after the other: a slow reading of the address before would overwrite that of the present one.
    private Task ReadAsync()
    {
        return _reading = AfterAsync(_reading);

        async Task AfterAsync(Task before)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
            await LoadAsync();
        }
    }

    private async Task WatchAsync(Func<bool> goesOn)
    {
        try
        {
            using var timer = new PeriodicTimer(Beat);
            var answers = true;
            while (Refusal is null && goesOn() && await timer.WaitForNextTickAsync(Closing))
            {
                answers = await ReadWatchedAsync(answers);
                StateHasChanged();
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
        finally
        {
            _watching = false;
        }
    }

    // A database that restarts is asked again until it is back; the log hears of it once.
    private async Task<bool> ReadWatchedAsync(bool answered)
    {
        try
        {
            await ShowReadAsync();
            return true;
        }
        catch (NpgsqlException error)
        {
            if (answered)
            {
                Log.WatchInterrupted(WatchLog, error, GetType().Name);
            }

            return false;
        }
    }

    /// <summary>Ends what the page still waits for.</summary>
    protected virtual void Dispose(bool disposing)
    {
        _closing.Cancel();
        _closing.Dispose();
    }
}
