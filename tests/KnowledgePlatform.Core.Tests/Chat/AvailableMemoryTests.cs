using KnowledgePlatform.Core.Chat.Local;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Chat;

public sealed class AvailableMemoryTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("kp-memory-").FullName;

    public AvailableMemoryTests()
    {
        Write("proc/meminfo", "MemTotal:       8000000 kB\nMemAvailable:   4000000 kB\n");
        Write("proc/self/cgroup", "0::/system.slice/portal.service\n");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Without_a_limit_it_is_what_the_machine_has_free()
    {
        Group("system.slice/portal.service", "max", 1, 0);
        Assert.Equal(4_000_000L * 1024, AvailableMemory.Bytes(_root));
    }

    [Fact]
    public void A_limit_of_the_own_group_counts_less_what_is_used_but_for_cached_files()
    {
        Group("system.slice/portal.service", "1000000", 700_000, 200_000);
        Assert.Equal(500_000, AvailableMemory.Bytes(_root));
    }

    [Fact]
    public void A_limit_of_a_group_above_counts_too()
    {
        Group("system.slice/portal.service", "max", 1, 0);
        Group("system.slice", "900000", 0, 0);
        Assert.Equal(900_000, AvailableMemory.Bytes(_root));
    }

    [Fact]
    public void In_a_container_only_the_mount_itself_is_seen()
    {
        Group("", "123456", 0, 0);
        Assert.Equal(123_456, AvailableMemory.Bytes(_root));
    }

    [Fact]
    public void Nothing_to_read_means_no_limit() => Assert.Equal(long.MaxValue, AvailableMemory.Bytes(Path.Combine(_root, "none")));

    private void Group(string path, string max, long current, long cached)
    {
        Write($"sys/fs/cgroup/{path}/memory.max", max + "\n");
        Write($"sys/fs/cgroup/{path}/memory.current", $"{current}\n");
        Write($"sys/fs/cgroup/{path}/memory.stat", $"anon 5\ninactive_file {cached}\nactive_file 0\n");
    }

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_root, path))!);
        File.WriteAllText(Path.Combine(_root, path), text);
    }
}
