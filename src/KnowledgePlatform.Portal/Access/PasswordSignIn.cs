using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Audit;
using Microsoft.AspNetCore.Identity;

namespace KnowledgePlatform.Portal.Access;

/// <summary>What whoever signs in is told.</summary>
internal enum SignInOutcome
{
    /// <summary>Signed in.</summary>
    Done,

    /// <summary>A wrong name, a wrong password or a locked account: alike, also in time.</summary>
    Refused,

    /// <summary>Not looked at: too many failed from this address.</summary>
    TooMany,
}

/// <summary>Signs a person in by password. Why it failed is told to the audit trail, not to whoever tries.</summary>
internal sealed class PasswordSignIn(SignInManager<User> signIn, SignInRate rate, AuditLog audit)
{
    // Checked when there is no such person or the account is locked, so that all answers take the same time.
    private static readonly string SomeHash = new PasswordHasher<User>().HashPassword(new User(), GeneratedPassword.New());

    /// <summary>Tries; the session begins with the answer to the request.</summary>
    public async Task<SignInOutcome> TryAsync(string userName, string password, HttpContext http)
    {
        using var turn = await rate.TurnAsync(http);
        if (!turn.IsAcquired || !rate.Allows(http))
        {
            return SignInOutcome.TooMany;
        }

        return await IsRightAsync(userName, password, http) ? SignInOutcome.Done : SignInOutcome.Refused;
    }

    private async Task<bool> IsRightAsync(string userName, string password, HttpContext http)
    {
        var users = signIn.UserManager;
        var user = await users.FindByNameAsync(userName);
        if (user is null || await users.IsLockedOutAsync(user))
        {
            users.PasswordHasher.VerifyHashedPassword(new User(), SomeHash, password);
            rate.Count(http);
            return user is not null && await SayAsync("session.refuse_locked", false);
        }

        var result = await signIn.PasswordSignInAsync(user, password, isPersistent: false, lockoutOnFailure: true);
        if (!result.Succeeded)
        {
            rate.Count(http);
        }

        return await SayAsync(result.Succeeded ? "session.sign_in" : "session.refuse_password", result.Succeeded);

        async Task<bool> SayAsync(string action, bool right)
        {
            // Not with the request: who hangs up is in the trail all the same.
            await audit.AddAsync(new Caller(user.Id), action, user.Id, null, CancellationToken.None);
            return right;
        }
    }
}
