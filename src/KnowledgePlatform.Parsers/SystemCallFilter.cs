using System.Runtime.InteropServices;

namespace KnowledgePlatform.Parsers;

/// <summary>
/// Gives up, for the whole process and for good, the system calls that no reader needs: starting programs, opening sockets, looking into other processes, mounting
/// (seccomp, in the kernel's documentation: userspace-api/seccomp_filter). A hostile file that takes over a reader finds them gone, in a sandbox or without one.
/// </summary>
internal static class SystemCallFilter
{
    private const int PermissionDenied = 1; // EPERM
    private const int NotImplemented = 38; // ENOSYS
    private const uint Allow = 0x7FFF0000;
    private const uint Fail = 0x00050000;
    private const uint KillProcess = 0x80000000;
    private const uint OtherAbi = 0x40000000; // x32: the same calls under other numbers
    private const uint ThreadFlag = 0x00010000; // CLONE_THREAD

    // Fields of the data that a filter sees.
    private const uint NumberField = 0;
    private const uint ArchitectureField = 4;
    private const uint FirstArgumentField = 16;

    // Instructions (linux/bpf_common.h): load a word, jump when equal, at least, or a bit is set, return.
    private const ushort Load = 0x20;
    private const ushort JumpIfEqual = 0x15;
    private const ushort JumpIfAtLeast = 0x35;
    private const ushort JumpIfSet = 0x45;
    private const ushort Return = 0x06;

    private const int SetNoNewPrivileges = 38;
    private const int SetModeFilter = 1;
    private const int AllThreads = 1;

    private static readonly Calls OnX64 = new(
        0xC000003E, Seccomp: 317, Thread: 56, Thread3: 435,
        // socket, connect, bind, listen, socketpair; fork, vfork, execve, execveat; ptrace, process_vm_readv and _writev, pidfd_open, pidfd_getfd; pivot_root, chroot, mount,
        // umount2, unshare, setns, open_tree, move_mount, fsopen, fsmount; add_key, request_key, keyctl; perf_event_open, bpf, userfaultfd, io_uring_setup.
        [41, 42, 49, 50, 53, 57, 58, 59, 322, 101, 310, 311, 434, 438, 155, 161, 165, 166, 272, 308, 428, 429, 430, 432, 248, 249, 250, 298, 321, 323, 425]);

    private static readonly Calls OnArm64 = new(
        0xC00000B7, Seccomp: 277, Thread: 220, Thread3: 435,
        [198, 203, 200, 201, 199, 221, 281, 117, 270, 271, 434, 438, 41, 51, 40, 39, 97, 268, 428, 429, 430, 432, 217, 218, 219, 241, 280, 282, 425]);

    /// <summary>Gives them up; false on a machine whose system calls are not known here or whose kernel has no such filter: the sandbox then stands alone.</summary>
    public static bool Apply()
    {
        var calls = RuntimeInformation.ProcessArchitecture switch { Architecture.X64 => OnX64, Architecture.Arm64 => OnArm64, _ => null };
        if (calls is null || !OperatingSystem.IsLinux())
        {
            return false;
        }

        var instructions = GCHandle.Alloc(Instructions(calls), GCHandleType.Pinned);
        try
        {
            var filter = new Filter((ushort)((Instruction[])instructions.Target!).Length, instructions.AddrOfPinnedObject());
            // Without a way to gain rights by starting a program, a process may take rights from itself.
            return Control(SetNoNewPrivileges, 1, 0, 0, 0) == 0 && Call(calls.Seccomp, SetModeFilter, AllThreads, ref filter) == 0;
        }
        finally
        {
            instructions.Free();
        }
    }

    private static Instruction[] Instructions(Calls calls)
    {
        var filter = new List<Instruction>
        {
            new(Load, 0, 0, ArchitectureField), new(JumpIfEqual, 1, 0, calls.Architecture), new(Return, 0, 0, KillProcess),
            new(Load, 0, 0, NumberField), new(JumpIfAtLeast, 0, 1, OtherAbi), new(Return, 0, 0, Fail | PermissionDenied),
            // The C library then starts threads by clone, whose flags a filter can see.
            new(JumpIfEqual, 0, 1, calls.Thread3), new(Return, 0, 0, Fail | NotImplemented),
        };
        foreach (var number in calls.Forbidden)
        {
            filter.Add(new Instruction(JumpIfEqual, 0, 1, number));
            filter.Add(new Instruction(Return, 0, 0, Fail | PermissionDenied));
        }

        filter.AddRange(
        [
            new(JumpIfEqual, 0, 3, calls.Thread), new(Load, 0, 0, FirstArgumentField), new(JumpIfSet, 1, 0, ThreadFlag), new(Return, 0, 0, Fail | PermissionDenied),
            new(Return, 0, 0, Allow),
        ]);
        return [.. filter];
    }

    [DllImport("libc", EntryPoint = "prctl")]
    private static extern int Control(int option, nuint first, nuint second, nuint third, nuint fourth);

    [DllImport("libc", EntryPoint = "syscall")]
    private static extern nint Call(nint number, nint operation, nint flags, ref Filter filter);

    private sealed record Calls(uint Architecture, int Seccomp, uint Thread, uint Thread3, uint[] Forbidden);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Instruction(ushort Code, byte IfTrue, byte IfFalse, uint Value);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Filter(ushort Length, nint Instructions);
}
