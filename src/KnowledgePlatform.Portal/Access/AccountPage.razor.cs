using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Components;

namespace KnowledgePlatform.Portal.Access;

public sealed partial class AccountPage
{
    private User _user = new();

    [SupplyParameterFromForm(FormName = "display-name")]
    private NameForm Input { get; set; } = null!;

    [SupplyParameterFromQuery]
    private string? Done { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private OwnAccount Account { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        var sent = Input is not null;
        Input ??= new NameForm();
        _user = await Account.FindAsync(Http);
        if (!sent)
        {
            Input.DisplayName = _user.DisplayName;
        }
    }

    private async Task RenameAsync()
    {
        await Account.RenameAsync(Http, Input.DisplayName ?? "");
        Navigation.NavigateTo("/settings/account?done=name");
    }

    private async Task SignOutElsewhereAsync()
    {
        await Account.SignOutElsewhereAsync(Http);
        Navigation.NavigateTo("/settings/account?done=elsewhere");
    }

    private static string? Words(string done) => done switch
    {
        "name" => "The name is saved.",
        "password" => "Your password is changed. Sessions on other devices have ended.",
        "elsewhere" => "All other sessions have ended.",
        _ => null,
    };

    private sealed class NameForm
    {
        [StringLength(100, ErrorMessage = "At most 100 characters.")]
        public string? DisplayName { get; set; } = "";
    }
}
