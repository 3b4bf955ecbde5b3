using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.EndToEnd.Tests;

/// <summary>Checks that every message published while these tests run is as the AsyncAPI document describes.</summary>
[SetUpFixture]
public sealed class Messages : MessagesOfRun;
