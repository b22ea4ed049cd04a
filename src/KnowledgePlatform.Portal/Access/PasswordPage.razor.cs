using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Portal.Access;

public sealed partial class PasswordPage
{
    private bool _given;
    private string? _refusal;

    [SupplyParameterFromForm]
    private PasswordForm Input { get; set; } = null!;

    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private OwnAccount Account { get; set; } = null!;

    [Inject]
    private IOptions<SignInOptions> Options { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    protected override void OnInitialized()
    {
        Input ??= new PasswordForm();
        _given = Http.User.HasClaim(claim => claim.Type == PortalClaims.PasswordGiven);
    }

    private async Task SubmitAsync()
    {
        _refusal = await Account.ChangePasswordAsync(Http, Input.Present, Input.Wanted);
        if (_refusal is null)
        {
            Navigation.NavigateTo(LocalAddress.Or(ReturnUrl, _given ? "/" : "/settings/account?done=password"));
            return;
        }

        Input = new PasswordForm();
    }

    private sealed class PasswordForm
    {
        [Required(ErrorMessage = "Enter your present password."), StringLength(200, ErrorMessage = "A password has at most 200 characters.")]
        public string Present { get; set; } = "";

        [Required(ErrorMessage = "Enter a new password."), StringLength(200, ErrorMessage = "A password has at most 200 characters.")]
        public string Wanted { get; set; } = "";

        [Required(ErrorMessage = "Enter the new password again."), Compare(nameof(Wanted), ErrorMessage = "The two new passwords differ.")]
        public string Again { get; set; } = "";
    }
}
