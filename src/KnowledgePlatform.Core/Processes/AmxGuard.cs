using System.Runtime.InteropServices;

namespace KnowledgePlatform.Core.Processes;

/// <summary>
/// Keeps native libraries from asking Linux for the matrix registers of newer processors (Intel AMX), which ONNX Runtime does when it is loaded. From then on each signal
/// puts up to 11 KB of registers on the stack, and .NET handles signals on stacks of 12 KB: the next null reference anywhere in the process, which .NET learns of by a
/// signal, ends it with a segmentation fault in place of an exception. Linux refuses the registers while a thread has a signal stack that is too small for them
/// (arch/x86/kernel/fpu/xstate.c, validate_sigaltstack), so one idle thread gets such a stack.
/// </summary>
internal static class AmxGuard
{
    // Room for the registers of AVX-512 with what Linux adds (some 3.6 KB), not for the 8 KB of AMX.
    private const int SmallStack = 8192;
    private static readonly ManualResetEvent Idle = new(false);
    private static readonly Lazy<bool> Standing = new(Start);

    /// <summary>Sees to it; before a native library is loaded that computes. Does nothing on other systems and processors.</summary>
    /// <returns>True when such a thread stands.</returns>
    public static bool Stand() => Standing.Value;

    private static bool Start()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return false;
        }

        using var ready = new ManualResetEventSlim();
        var stands = false;
        var thread = new Thread(() =>
        {
            var stack = new SignalStack { Start = Marshal.AllocHGlobal(SmallStack), Size = SmallStack };
            stands = SetSignalStack(in stack, 0) == 0;
            ready.Set();
            // As long as the process; nothing runs here that could need the stack.
            Idle.WaitOne();
        })
        {
            IsBackground = true, Name = "AMX guard",
        };
        thread.Start();
        ready.Wait();
        return stands;
    }

    [DllImport("libc", EntryPoint = "sigaltstack"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetSignalStack(in SignalStack stack, nint old);

    // stack_t of <signal.h>.
    [StructLayout(LayoutKind.Sequential)]
    private struct SignalStack
    {
        public nint Start;
        public int Flags;
        public nuint Size;
    }
}
