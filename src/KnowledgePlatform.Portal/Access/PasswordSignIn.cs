using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Audit;
using Microsoft.AspNetCore.Identity;

namespace KnowledgePlatform.Portal.Access;

/// <summary>Signs a person in by password. Why it failed is told to the audit trail, not to whoever tries.</summary>
internal sealed class PasswordSignIn(SignInManager<User> signIn, AuditLog audit)
{
    // Checked when there is no such person, so that both answers take the same time.
    private static readonly string SomeHash = new PasswordHasher<User>().HashPassword(new User(), GeneratedPassword.New());

    /// <summary>True when the person is signed in now; false for a wrong name, a wrong password and a locked account alike.</summary>
    public async Task<bool> TryAsync(string userName, string password, CancellationToken cancellationToken)
    {
        var users = signIn.UserManager;
        if (await users.FindByNameAsync(userName) is not { } user)
        {
            users.PasswordHasher.VerifyHashedPassword(new User(), SomeHash, password);
            return false;
        }

        var result = await signIn.PasswordSignInAsync(user, password, isPersistent: false, lockoutOnFailure: true);
        var action = result.Succeeded ? "session.sign_in" : result.IsLockedOut ? "session.refuse_locked" : "session.refuse_password";
        await audit.AddAsync(new Caller(user.Id), action, user.Id, null, cancellationToken);
        return result.Succeeded;
    }
}
