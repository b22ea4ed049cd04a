using System.Runtime.InteropServices;

namespace KnowledgePlatform.Core.Processes;

/// <summary>The dotnet program that runs children of this process.</summary>
internal static class DotnetProgram
{
    /// <summary>The runtime that runs this process: ROOT/shared/Microsoft.NETCore.App/VERSION/ lies below the program that started it.</summary>
    public static string Find()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var beside = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        if (File.Exists(beside))
        {
            return beside;
        }

        if (Path.GetFileName(Environment.ProcessPath) == name)
        {
            return Environment.ProcessPath!;
        }

        var root = Environment.GetEnvironmentVariable("DOTNET_ROOT");
        return string.IsNullOrEmpty(root) ? name : Path.Combine(root, name);
    }
}
