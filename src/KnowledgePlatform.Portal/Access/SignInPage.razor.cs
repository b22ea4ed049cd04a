using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Components;

namespace KnowledgePlatform.Portal.Access;

public sealed partial class SignInPage
{
    private SignInOutcome? _outcome;

    [SupplyParameterFromForm]
    private SignInForm Input { get; set; } = null!;

    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private PasswordSignIn SignIn { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    protected override void OnInitialized()
    {
        Input ??= new SignInForm();
        if (Http.User.Identity?.IsAuthenticated == true && HttpMethods.IsGet(Http.Request.Method))
        {
            Navigation.NavigateTo(LocalAddress.Or(ReturnUrl));
        }
    }

    private async Task SubmitAsync()
    {
        _outcome = await SignIn.TryAsync(Input.UserName.Trim(), Input.Password, Http);
        if (_outcome == SignInOutcome.Done)
        {
            Navigation.NavigateTo(LocalAddress.Or(ReturnUrl));
            return;
        }

        Input.Password = "";
    }

    private sealed class SignInForm
    {
        [Required(ErrorMessage = "Enter your user name."), StringLength(64, ErrorMessage = "A user name has at most 64 characters.")]
        public string UserName { get; set; } = "";

        // A bound on what is hashed.
        [Required(ErrorMessage = "Enter your password."), StringLength(200, ErrorMessage = "A password has at most 200 characters.")]
        public string Password { get; set; } = "";
    }
}
