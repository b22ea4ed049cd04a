namespace KnowledgePlatform.Portal.Layout;

/// <summary>How a notice looks and how long it stays.</summary>
public enum NoticeKind
{
    /// <summary>Something was done; goes away by itself.</summary>
    Done,

    /// <summary>Something could not be done; stays until it is closed.</summary>
    Problem,
}

/// <summary>One message in the corner.</summary>
public sealed record Notice(Guid Id, NoticeKind Kind, string Text);

/// <summary>Short messages to the person, read out by screen readers. One for each circuit.</summary>
public sealed class Notices
{
    private readonly List<Notice> _shown = [];

    /// <summary>Raised when <see cref="Shown"/> changed.</summary>
    public event Action? Changed;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Notice> Shown => _shown;

    /// <summary>Says that something was done.</summary>
    public void Done(string text) => Show(NoticeKind.Done, text);

    /// <summary>Says that something could not be done, and what to do.</summary>
    public void Problem(string text) => Show(NoticeKind.Problem, text);

    /// <summary>Takes a notice away.</summary>
    public void Close(Guid id)
    {
        _shown.RemoveAll(notice => notice.Id == id);
        Changed?.Invoke();
    }

    private void Show(NoticeKind kind, string text)
    {
        _shown.Add(new Notice(Guid.NewGuid(), kind, text));
        Changed?.Invoke();
    }
}
