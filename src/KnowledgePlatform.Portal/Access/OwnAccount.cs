using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Audit;
using Microsoft.AspNetCore.Identity;

namespace KnowledgePlatform.Portal.Access;

/// <summary>What a signed-in person changes of their own account. Each change issues the cookie anew, so it needs a plain request, not a circuit.</summary>
internal sealed class OwnAccount(SignInManager<User> signIn, SignInSessionStore sessions, AuditLog audit, FirstAdministrator first)
{
    private UserManager<User> Users => signIn.UserManager;

    /// <summary>The account of whoever sent the request.</summary>
    public async Task<User> FindAsync(HttpContext http) =>
        await Users.GetUserAsync(http.User) ?? throw new RefusedException(RefusalKind.NotFound, "person_not_found", "The account is no longer there.");

    /// <summary>Changes the password and ends all other sessions. A wrong present password counts as a failed sign-in.</summary>
    /// <returns>Why it was not done, for the person; null when it was.</returns>
    public async Task<string?> ChangePasswordAsync(HttpContext http, string present, string wanted)
    {
        var user = await FindAsync(http);
        if (await Users.IsLockedOutAsync(user) || !await Users.CheckPasswordAsync(user, present))
        {
            await Users.AccessFailedAsync(user);
            await audit.AddAsync(new Caller(user.Id), "session.refuse_password", user.Id, null, CancellationToken.None);
            return "The present password is not right.";
        }

        if (present == wanted)
        {
            return "The new password is the present one.";
        }

        user.PasswordGiven = false;
        var result = await Users.ChangePasswordAsync(user, present, wanted);
        if (!result.Succeeded)
        {
            return string.Join(' ', result.Errors.Select(error => error.Description));
        }

        await audit.AddAsync(new Caller(user.Id), "person.change_password", user.Id, null, CancellationToken.None);
        if (user.UserName == Core.Access.FirstAdministrator.UserName)
        {
            first.Forget();
        }

        await EndOthersAsync(http, user);
        return null;
    }

    /// <summary>Changes how others see the person; empty: by user name.</summary>
    public async Task RenameAsync(HttpContext http, string displayName)
    {
        var user = await FindAsync(http);
        user.DisplayName = displayName.Trim();
        Require(await Users.UpdateAsync(user));
        await audit.AddAsync(new Caller(user.Id), "person.rename", user.Id, new { user.DisplayName }, CancellationToken.None);
        await signIn.RefreshSignInAsync(user);
    }

    /// <summary>Ends all sessions of the person but this one.</summary>
    public async Task SignOutElsewhereAsync(HttpContext http)
    {
        var user = await FindAsync(http);
        Require(await Users.UpdateSecurityStampAsync(user));
        await audit.AddAsync(new Caller(user.Id), "session.end_others", user.Id, null, CancellationToken.None);
        await EndOthersAsync(http, user);
    }

    private async Task EndOthersAsync(HttpContext http, User user)
    {
        await sessions.EndOthersAsync(user.Id, http.User.SessionId(), CancellationToken.None);
        await signIn.RefreshSignInAsync(user);
    }

    // Not done when somebody else changed the account at the same moment.
    private static void Require(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new RefusedException(RefusalKind.Conflict, "account_changed", "The account was changed at the same moment. Try again.");
        }
    }
}
