namespace KnowledgePlatform.SandboxProbe;

/// <summary>What a test has laid out for the probe to try its hands on.</summary>
/// <param name="Port">A port on which the test listens, on all addresses.</param>
/// <param name="OutsideAddress">An address of the machine that is not its loopback.</param>
/// <param name="AbstractSocket">Name of an abstract socket on which the test listens.</param>
/// <param name="SecretPath">A file of a data folder.</param>
/// <param name="Secret">What it holds, and an environment variable of the test.</param>
/// <param name="ParentId">The test's process.</param>
/// <param name="ParentName">A piece of how it was started.</param>
/// <param name="Document">The document, as the child sees it.</param>
/// <param name="KeepsCalls">True asks what the sandbox forbids by itself: the child's own filter of system calls is not applied.</param>
public sealed record ProbeTargets(int Port, string OutsideAddress, string AbstractSocket, string SecretPath, string Secret, int ParentId, string ParentName, string Document, bool KeepsCalls);
