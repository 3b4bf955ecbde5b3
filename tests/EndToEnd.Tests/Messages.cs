using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.EndToEnd.Tests;

/// <summary>Every message that leaves while these tests run is as described.</summary>
[SetUpFixture]
public sealed class Messages : MessagesOfRun;
