using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace KnowledgePlatform.Core.Chat.Registry;

/// <summary>Keys of model servers, encrypted. They show in no page, answer, record, log or trail.</summary>
public sealed class ModelKeys(IDataProtectionProvider protection)
{
    private const int Longest = 4_000;

    private readonly IDataProtector _protector = protection.CreateProtector("KnowledgePlatform.Chat.ModelKey");

    /// <summary>A key as it is kept; null for none.</summary>
    /// <exception cref="RefusedException"><c>model_key_invalid</c>.</exception>
    internal byte[]? Protect(string? key)
    {
        key = key?.Trim();
        // It travels in the head of a request.
        return string.IsNullOrEmpty(key) ? null
            : key.Length <= Longest && key.All(c => c is > ' ' and < (char)127) ? _protector.Protect(Encoding.UTF8.GetBytes(key))
            : throw new RefusedException(RefusalKind.Invalid, "model_key_invalid", $"A key has at most {Longest} characters: letters, digits and signs of ASCII, without blanks.");
    }

    /// <summary>A kept key.</summary>
    /// <exception cref="CryptographicException">It was encrypted with keys that are gone.</exception>
    internal string? Read(byte[]? secret) => secret is null ? null : Encoding.UTF8.GetString(_protector.Unprotect(secret));
}
