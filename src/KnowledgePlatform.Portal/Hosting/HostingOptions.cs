namespace KnowledgePlatform.Portal.Hosting;

/// <summary>How the portal is reached. Section "Hosting".</summary>
public sealed class HostingOptions
{
    /// <summary>
    /// True when people reach the portal by https, here or at a proxy in front: cookies then carry the __Host- prefix and never travel in clear, plain requests
    /// are sent to https. Default false: a portal on the loopback address.
    /// </summary>
    public bool Https { get; set; }

    /// <summary>Addresses of the proxies whose X-Forwarded-For and X-Forwarded-Proto are believed. Default none.</summary>
    public IList<string> TrustedProxies { get; } = [];
}

/// <summary>Where the portal keeps what is not in the database. Section "Data".</summary>
public sealed class DataOptions
{
    /// <summary>The data folder; holds secrets/. Default: the variable KP_DATA, or the folder data where the portal was started.</summary>
    public string Folder { get; set; } = "data";

    /// <summary>Generated passwords, readable by this user alone.</summary>
    public string Secrets => Path.Combine(Folder, "secrets");
}
