using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace KnowledgePlatform.Portal.Documents;

/// <summary>How OpenAPI describes the body of an upload: it is read as it comes in, so no parameter of the endpoint says what it is.</summary>
internal static class UploadBody
{
    public static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var files = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["password"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Opens protected files; stands before them." },
                ["file"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Bytes(), MinItems = 1 },
            },
            Required = new HashSet<string> { "file" },
        };
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = "A form with one or more files: every part that has a file name counts, whatever its field is called. Or the bytes of one file, whose name "
                + "stands in ?name=; every media type but multipart/form-data is taken as that. Its password, if it has one, stands percent-encoded in the header File-Password.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["multipart/form-data"] = new() { Schema = files },
                ["application/octet-stream"] = new() { Schema = Bytes() },
            },
        };
        foreach (var name in (operation.Parameters ?? []).Where(one => one is { Name: "name", In: ParameterLocation.Query }))
        {
            name.Description = "The file's name; needed when the body is the file, ignored with a form.";
        }

        return Task.CompletedTask;
    }

    private static OpenApiSchema Bytes() => new() { Type = JsonSchemaType.String, Format = "binary" };
}
