using KnowledgePlatform.Core;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Npgsql;

namespace KnowledgePlatform.Portal.Layout;

/// <summary>Stands in a form and shows what was refused at the field that it concerns, with what was typed kept.</summary>
public sealed class FormRefusal : ComponentBase
{
    private ValidationMessageStore? _messages;

    /// <summary>The property whose field shows it; its ValidationMessage is where the message stands.</summary>
    [Parameter, EditorRequired]
    public string Field { get; set; } = "";

    [CascadingParameter]
    private EditContext Form { get; set; } = null!;

    [Inject]
    private ILogger<FormRefusal> FormLog { get; set; } = null!;

    /// <summary>Does what the form asks for; false when it was refused, and why is shown.</summary>
    public async Task<bool> TryAsync(Func<Task> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        try
        {
            await action();
            return true;
        }
        catch (RefusedException refused)
        {
            Show(refused.Message);
            return false;
        }
        catch (NpgsqlException error) when (error.IsTransient)
        {
            Log.DatabaseSilent(FormLog, error, Field);
            Show(PortalPage.DatabaseSilent);
            return false;
        }
    }

    private void Show(string why)
    {
        _messages?.Add(Form.Field(Field), why);
        Form.NotifyValidationStateChanged();
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        _messages = new ValidationMessageStore(Form);
        // Until something else is typed, or the form is sent again.
        Form.OnFieldChanged += (_, _) => _messages.Clear();
        Form.OnValidationRequested += (_, _) => _messages.Clear();
    }
}
