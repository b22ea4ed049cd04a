using System.Runtime.ExceptionServices;

namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>Notices that memory ran out even when a library swallows the exception.</summary>
internal sealed class MemoryAlarm : IDisposable
{
    public MemoryAlarm() => AppDomain.CurrentDomain.FirstChanceException += Notice;

    /// <summary>True once memory ran out.</summary>
    public bool WentOff { get; private set; }

    /// <inheritdoc/>
    public void Dispose() => AppDomain.CurrentDomain.FirstChanceException -= Notice;

    private void Notice(object? sender, FirstChanceExceptionEventArgs thrown) => WentOff |= thrown.Exception is OutOfMemoryException;
}
