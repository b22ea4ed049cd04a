using System.Xml.Linq;
using KnowledgePlatform.Core.Database;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;

namespace KnowledgePlatform.Core.Access;

/// <summary>The keys of ASP.NET Data Protection in the database: portal, worker and command line have the same ones.</summary>
internal sealed class KeyRing(PlatformDatabase database) : IXmlRepository
{
    /// <inheritdoc />
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var command = database.AppPool.CreateCommand("select xml from data_protection_keys where xml is not null order by id");
        using var reader = command.ExecuteReader();
        var keys = new List<XElement>();
        while (reader.Read())
        {
            keys.Add(XElement.Parse(reader.GetString(0)));
        }

        return keys;
    }

    /// <inheritdoc />
    public void StoreElement(XElement element, string friendlyName)
    {
        using var command = database.AppPool.CreateCommand("insert into data_protection_keys (friendly_name, xml) values ($1, $2)");
        command.Parameters.AddWithValue(friendlyName);
        command.Parameters.AddWithValue(element.ToString(SaveOptions.DisableFormatting));
        command.ExecuteNonQuery();
    }
}

/// <summary>Adds the ring of keys.</summary>
public static class KeyRingSetup
{
    /// <summary>Data Protection with its keys in the database.</summary>
    public static void AddKeyRing(this IServiceCollection services)
    {
        // The name sets its keys' purposes apart from those of other programs; changing it ends all sessions.
        services.AddDataProtection().SetApplicationName("KnowledgePlatform");
        services.AddOptions<KeyManagementOptions>().Configure<PlatformDatabase>((keys, database) => keys.XmlRepository = new KeyRing(database));
    }
}
