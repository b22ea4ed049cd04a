namespace KnowledgePlatform.Core.Models;

/// <summary>One file of a model as the manifest describes it.</summary>
/// <param name="Model">Name of the model, which is also the name of its folder.</param>
/// <param name="Path">Path relative to the manifest, with forward slashes.</param>
/// <param name="Source">Where the file comes from and how it was made.</param>
/// <param name="Licence">SPDX identifier of the licence.</param>
/// <param name="Size">Length in bytes.</param>
/// <param name="Sha256">Checksum as 64 lower-case hexadecimal digits.</param>
public sealed record ModelFile(string Model, string Path, string Source, string Licence, long Size, string Sha256);

/// <summary>A model file or the manifest is missing, damaged or not the one that was shipped; the message is for the operator.</summary>
public sealed class ModelFileException(string message, Exception? inner = null) : Exception(message, inner);
