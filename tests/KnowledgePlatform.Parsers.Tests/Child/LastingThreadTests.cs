using System.Diagnostics;
using KnowledgePlatform.Core.Processes;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Child;

public sealed class LastingThreadTests
{
    [Fact]
    public async Task Child_in_a_sandbox_outlives_the_thread_that_asked_for_it()
    {
        Process? child = null;
        var asking = new Thread(() =>
        {
            child = LastingThread.Start(new ProcessStartInfo("/usr/bin/bwrap", ["--die-with-parent", "--ro-bind", "/", "/", "sh", "-c", "echo; exec sleep 1"]) { RedirectStandardOutput = true });
            // By then bubblewrap has asked to die with its parent.
            child.StandardOutput.ReadLine();
        });
        asking.Start();
        asking.Join();

        using (child)
        {
            await child!.WaitForExitAsync(TestContext.Current.CancellationToken);
            // Had the thread been its parent, it would have been killed in its sleep: 137.
            Assert.Equal(0, child.ExitCode);
        }
    }
}
