namespace KnowledgePlatform.TestKit;

/// <summary>Where the checkout is, found from the folder that the tests run in.</summary>
public static class Repository
{
    /// <summary>The folder that holds KnowledgePlatform.sln.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KnowledgePlatform.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("KnowledgePlatform.sln was not found above " + AppContext.BaseDirectory);
    }
}
