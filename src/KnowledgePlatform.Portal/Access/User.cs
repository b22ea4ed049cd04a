using Microsoft.AspNetCore.Identity;

namespace KnowledgePlatform.Portal.Access;

/// <summary>A row of the table users as ASP.NET Core Identity sees it at sign-in. People are administered by Core's PeopleStore.</summary>
public sealed class User : IdentityUser<Guid>
{
    /// <summary>How others see the person; may be empty.</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>May administer people, groups and settings and read the audit trail.</summary>
    public bool IsAdministrator { get; set; }

    /// <summary>True while the password is one that an administrator saw: nothing opens until it is changed.</summary>
    public bool PasswordGiven { get; set; }
}
